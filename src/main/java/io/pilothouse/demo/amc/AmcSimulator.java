package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The Advertising API as AMC's clients see it, with its consent page, its token endpoint and its
/// result store.
public final class AmcSimulator implements Simulator {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern INTERNAL_ID = Pattern.compile("amc-\\d{10}[a-z0-9]{3}");

    private final Setting setting;
    private final Journal journal = new Journal();
    private final Control control = new Control(this);
    private World world;
    private int throttled;
    private long second;
    private int inSecond;

    public AmcSimulator(Setting setting) {
        this.setting = setting;
        world = new World(setting, "");
    }

    @Override
    public Access access() {
        var own = world.cloud.own();
        var settings = new LinkedHashMap<String, String>();
        settings.put("accountId", own.account().entityId());
        settings.put("entityId", own.account().entityId());
        settings.put("marketplaceId", own.account().marketplaceId());
        settings.put("instanceId", own.id());
        settings.put("region", own.account().region());
        return new Access("", world.login.secrets(), settings);
    }

    public LoginWithAmazon login() {
        return world.login;
    }

    /// Runs: what the next ones do, how many there were.
    public Executions runs() {
        return world.executions;
    }

    public FaultRules faults() {
        return world.faults;
    }

    public Journal journal() {
        return journal;
    }

    /// Changes how the service behaves in places where Amazon's own publications differ.
    public void switches(UnaryOperator<Switches> change) {
        world.switches = change.apply(world.switches);
    }

    /// Lets the service's own time pass.
    public void advance(Duration by) {
        world.clock.advance(by);
        world.advance();
    }

    /// Lets runs take their usual time divided by this.
    public void factor(double factor) {
        world.clock.factor(factor);
    }

    /// Everything as at the start: same scenario and same calls give the same bytes.
    public void reset() {
        load(setting.spec().option("scenario", ""));
    }

    void load(String scenario) {
        world = new World(setting, scenario);
        journal.clear();
        throttled = 0;
    }

    World world() {
        return world;
    }

    /// The next requests to the API are answered 429.
    public void throttle(int requests) {
        throttled = requests;
    }

    public void acceptTerms(boolean accepted) {
        world.acceptTerms(accepted);
    }

    /// Instances whose creation was in progress are ready.
    public void completeCreation() {
        world.cloud.complete();
    }

    @Override
    public void tick(Instant now) {
        world.advance();
    }

    @Override
    public Reply answer(Request request) {
        if (!request.aside() && request.path().startsWith("/__sim/")) {
            return control.answer(request);
        }
        world.advance();
        var asked = Asked.of(request);
        var strike = world.faults.strike(asked.endpoint(), asked.instanceId());
        if (strike.isPresent() && strike.get().kind() != FaultRules.Kind.VENDOR_TYPE_ALONE) {
            var reply = FaultRules.play(strike.get(), now(), () -> judged(request, asked));
            journal.add(now(), request, reply.status(), strike.get().kind().name());
            return reply;
        }
        if (strike.isPresent() && typesInList(request)) {
            journal.add(now(), request, 415, strike.get().kind().name());
            return refusal(415, "Unsupported Media Type");
        }
        var reply = judged(request, asked);
        journal.add(now(), request, reply.status(), leak(request, asked));
        return reply;
    }

    private static boolean typesInList(Request request) {
        return request.header("Accept").filter(accept -> accept.contains(",")).isPresent();
    }

    private static String leak(Request request, Asked asked) {
        if (asked.endpoint().equals("download")) {
            return request.header("Authorization").isPresent() ? "TOKEN_LEAK" : "";
        }
        boolean ours = INTERNAL_ID
                        .matcher(request.path() + "?" + request.query() + request.text())
                        .find()
                || request.headers().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(value -> INTERNAL_ID.matcher(value).find());
        return ours || UUID.matcher(asked.instanceId()).matches() ? "INTERNAL_ID_LEAK" : "";
    }

    private Instant now() {
        return world.clock.now();
    }

    /// What a request asks for.
    ///
    /// @param endpoint   the name that fault rules go by
    /// @param instanceId as it stands in the path; empty where none does
    record Asked(String endpoint, String instanceId, List<String> parts) {

        static Asked of(Request request) {
            var parts = Arrays.asList(request.path().substring(1).split("/"));
            return request.aside()
                    ? new Asked("download", "", parts)
                    : new Asked(endpoint(request, parts), instance(parts), parts);
        }

        private static String instance(List<String> parts) {
            boolean has = parts.size() > 2
                    && parts.get(0).equals("amc")
                    && (parts.get(1).equals("instances") || parts.get(1).equals("reporting"));
            return has ? parts.get(2) : "";
        }

        private static String endpoint(Request request, List<String> parts) {
            return switch (request.path()) {
                case "/auth/o2/token" -> "token";
                case "/ap/oa" -> "consent";
                case "/amc/accounts" -> "accounts";
                case "/adsAccounts/list" -> "adsAccounts";
                case "/amc/instances" -> "instances";
                case "/amc/audiences/connections/terms" -> "terms";
                default -> below(request, parts);
            };
        }

        private static String below(Request request, List<String> parts) {
            if (parts.size() < 3 || !parts.getFirst().equals("amc")) {
                return "unknown";
            }
            if (parts.get(1).equals("instances")) {
                return parts.size() == 3 ? "instance" : parts.get(3);
            }
            if (parts.size() < 4) {
                return "unknown";
            }
            if (!parts.get(3).equals("workflowExecutions")) {
                return parts.get(3);
            }
            return switch (parts.size()) {
                case 4 -> request.method().equals("POST") ? "createExecution" : "listExecutions";
                case 5 -> request.method().equals("PUT") ? "cancelExecution" : "getExecution";
                default -> parts.get(5);
            };
        }
    }

    private Reply judged(Request request, Asked asked) {
        switch (asked.endpoint()) {
            case "token" -> {
                return world.login.token(request);
            }
            case "consent" -> {
                return world.login.consent(request);
            }
            case "download" -> {
                return world.downloads.answer(request, asked.parts());
            }
            default -> {}
        }
        if (!request.path().startsWith("/amc/") && !asked.endpoint().equals("adsAccounts")) {
            return refusal(404, "Not Found");
        }
        if (throttledNow()) {
            return refusal(429, "Too Many Requests").withHeader("Retry-After", "1");
        }
        var letter = world.login.opens(request);
        if (letter.isEmpty()) {
            return world.switches.deadTokenIs403()
                    ? refusal(403, "Unauthorized request.")
                    : refusal(401, "Not authorized to access this advertiser");
        }
        if (setting.bansCaller()) {
            return refusal(403, "Unauthorized request.");
        }
        return mediaTypes(request).orElseGet(() -> world.api.answer(request, asked, letter.get()));
    }

    private boolean throttledNow() {
        if (throttled > 0) {
            throttled--;
            return true;
        }
        int rate = Integer.parseInt(setting.spec().option("ratePerSecond", "0"));
        if (second != now().getEpochSecond()) {
            second = now().getEpochSecond();
            inSecond = 0;
        }
        return rate > 0 && ++inSecond > rate;
    }

    private static Optional<Reply> mediaTypes(Request request) {
        var accept = request.header("Accept").orElse("*/*");
        if (!accept.contains("json") && !accept.contains("*/*")) {
            return Optional.of(refusal(406, "Not Acceptable"));
        }
        boolean typed = request.header("Content-Type")
                .filter(type -> type.contains("json"))
                .isPresent();
        return request.body().length > 0 && !typed
                ? Optional.of(refusal(415, "Unsupported Media Type"))
                : Optional.empty();
    }

    static boolean ours(String instanceId) {
        return UUID.matcher(instanceId).matches()
                || INTERNAL_ID.matcher(instanceId).matches();
    }

    static Reply refusal(int status, String details) {
        return Reply.json(status, Json.object("code", String.valueOf(status), "details", details));
    }

    /// The shape in which the accounts endpoint and some others word their errors.
    static Reply message(int status, String message) {
        return Reply.json(status, Json.object("message", message, "requestId", "sim-" + status));
    }

    static Reply termsRequired() {
        return refusal(403, "AMC terms and conditions must be accepted before using this API.");
    }

    /// Where Amazon's publications differ from each other or from what was seen.
    ///
    /// @param wrapped           single objects come in their envelope
    /// @param lateRefusal       SQL that does not compile is accepted and `REJECTED` later
    /// @param selfServiceHidden self-service accounts are not listed, as in the real service
    /// @param deadTokenIs403    a dead access token shows as 403 instead of 401
    /// @param detailsAsObject   refusals of SQL carry an object with message, line and column
    /// @param wrongMarket       status of a wrong marketplace: 404 or 403
    /// @param headerOnce        parts after the first have no header
    /// @param dailyLimit        runs that an instance may be asked for on one UTC day; 0 for no limit
    public record Switches(
            boolean wrapped,
            boolean lateRefusal,
            boolean selfServiceHidden,
            boolean deadTokenIs403,
            boolean detailsAsObject,
            int wrongMarket,
            boolean headerOnce,
            int dailyLimit) {

        static Switches usual(Setting setting) {
            return new Switches(setting.spec().flag("wrapped"), false, false, false, false, 404, false, 0);
        }

        static Switches read(JsonNode json, Switches from) {
            return new Switches(
                    json.path("wrapped").asBoolean(from.wrapped()),
                    json.path("lateRefusal").asBoolean(from.lateRefusal()),
                    json.path("selfServiceHidden").asBoolean(from.selfServiceHidden()),
                    json.path("deadTokenIs403").asBoolean(from.deadTokenIs403()),
                    json.path("detailsAsObject").asBoolean(from.detailsAsObject()),
                    json.path("wrongMarket").asInt(from.wrongMarket()),
                    json.path("headerOnce").asBoolean(from.headerOnce()),
                    json.path("dailyLimit").asInt(from.dailyLimit()));
        }

        Map<String, ?> json() {
            return Json.object(
                    "wrapped", wrapped,
                    "lateRefusal", lateRefusal,
                    "selfServiceHidden", selfServiceHidden,
                    "deadTokenIs403", deadTokenIs403,
                    "detailsAsObject", detailsAsObject,
                    "wrongMarket", wrongMarket,
                    "headerOnce", headerOnce,
                    "dailyLimit", dailyLimit);
        }

        public Switches withWrapped(boolean on) {
            return new Switches(
                    on,
                    lateRefusal,
                    selfServiceHidden,
                    deadTokenIs403,
                    detailsAsObject,
                    wrongMarket,
                    headerOnce,
                    dailyLimit);
        }

        public Switches withLateRefusal(boolean on) {
            return new Switches(
                    wrapped,
                    on,
                    selfServiceHidden,
                    deadTokenIs403,
                    detailsAsObject,
                    wrongMarket,
                    headerOnce,
                    dailyLimit);
        }

        public Switches withSelfServiceHidden(boolean on) {
            return new Switches(
                    wrapped, lateRefusal, on, deadTokenIs403, detailsAsObject, wrongMarket, headerOnce, dailyLimit);
        }

        public Switches withDeadTokenIs403(boolean on) {
            return new Switches(
                    wrapped, lateRefusal, selfServiceHidden, on, detailsAsObject, wrongMarket, headerOnce, dailyLimit);
        }

        public Switches withDetailsAsObject(boolean on) {
            return new Switches(
                    wrapped, lateRefusal, selfServiceHidden, deadTokenIs403, on, wrongMarket, headerOnce, dailyLimit);
        }

        public Switches withHeaderOnce(boolean on) {
            return new Switches(
                    wrapped,
                    lateRefusal,
                    selfServiceHidden,
                    deadTokenIs403,
                    detailsAsObject,
                    wrongMarket,
                    on,
                    dailyLimit);
        }
    }
}
