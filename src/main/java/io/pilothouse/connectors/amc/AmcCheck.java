package io.pilothouse.connectors.amc;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// The health check of one AMC instance (section 12.1).
final class AmcCheck {

    private static final String INSTANCES = "application/vnd.amcinstances.v1+json";
    private static final String ACCOUNTS = "application/vnd.amcaudiencesconnections.v1+json";
    private static final System.Logger LOG = System.getLogger(AmcCheck.class.getName());

    /// Of accounts, to find the name of one.
    private static final int MOST_PAGES = 10;

    private static final String WORKFLOWS = "application/vnd.amcworkflows.v1+json";

    /// Refresh tokens of consents since then end after a year (section 3.2).
    private static final LocalDate TOKENS_END_SINCE = LocalDate.of(2026, 6, 30);

    private static final int TOKEN_DAYS = 365;
    private static final int WARN_DAYS = 30;

    private final Clock clock;
    private final Target target;
    private final Secrets secrets;
    private final InstanceHttp api;
    private final AmcLine line;
    private final Function<LwaLogin, Semaphore> together;
    private final AccountNames names;

    /// @param together of a login, how many of its instances may be asked at once
    AmcCheck(
            Clock clock,
            Target target,
            Secrets secrets,
            InstanceHttp api,
            AmcLine line,
            Function<LwaLogin, Semaphore> together,
            AccountNames names) {
        this.clock = clock;
        this.target = target;
        this.secrets = secrets;
        this.api = api;
        this.line = line;
        this.together = together;
        this.names = names;
    }

    /// Section 12.1: the instance, then its workflows, which prove the rights to report. A viewer may be
    /// refused the first and allowed the second; that is good enough.
    CheckAnswer check() throws ConnectorException, InterruptedException {
        var access = AmcAccess.of(target, secrets);
        api.confirmed();
        var slots = together.apply(access.caller().login());
        slots.acquire();
        try {
            return asked(access);
        } finally {
            slots.release();
        }
    }

    private CheckAnswer asked(AmcAccess access) throws ConnectorException, InterruptedException {
        var path = "amc/instances/" + Call.segment(access.instance().value());
        var instance = line.once(access.caller(), Call.get(path), INSTANCES);
        boolean denied = instance.status() == 403 || instance.status() == 404;
        if (!instance.ok() && !denied) {
            throw fault(instance, access);
        }
        var facts = denied ? Json.MAPPER.createObjectNode() : unwrapped(instance, "instance");
        if (!denied) {
            stopUnlessReady(facts);
        }
        var workflows = line.once(
                access.caller(),
                Call.get("amc/reporting/" + Call.segment(access.instance().value()) + "/workflows")
                        .query("limit", "1"),
                WORKFLOWS);
        if (!workflows.ok()) {
            throw fault(workflows, access);
        }
        readable(workflows);
        return new CheckAnswer(
                identity(access, facts),
                warnings(facts, denied),
                facts(access, facts, accountName(access)),
                api.certificateEnds(),
                api.usedSecondAddress(),
                Optional.of(workflows.took()));
    }

    /// Section 10, first hit wins.
    private ConnectorException fault(Answer answer, AmcAccess access) {
        var text = AmcLine.text(answer).toLowerCase(Locale.ROOT);
        var name = target.label();
        if (AmcLine.termsMissing(text)) {
            return ConnectorException.of(
                    FaultCode.TERMS_REQUIRED,
                    "Amazon's terms for AMC are not accepted for " + name + ".",
                    "Accept them in the AMC console of this region, with the same e-mail address.");
        }
        if (answer.html()) {
            return api.fault(answer);
        }
        return switch (AmcLine.status(answer, target)) {
            case 401 ->
                ConnectorException.of(
                        FaultCode.SIGN_IN_EXPIRED,
                        "Amazon did not accept the sign-in for " + name + ", not even a new one.",
                        "Check the client id; Pilothouse tries again by itself.");
            case 403 ->
                ConnectorException.of(
                        FaultCode.PERMISSION_MISSING,
                        "Amazon denies " + name + " to entity "
                                + access.entity().value() + ".",
                        "Check that the entity id and marketplace id belong to the account that owns the instance, and"
                                + " that your user is invited to it.");
            case 400, 422 ->
                text.contains("entityid provided is null")
                        ? ConnectorException.of(
                                FaultCode.CONFIGURATION,
                                "The entity id of " + name + " did not reach Amazon.",
                                "Check that no proxy removes request headers.")
                        : text.contains("does not exist") && !text.contains("unable to compile")
                                ? notFound(access)
                                : ConnectorException.of(
                                        FaultCode.REFUSED,
                                        "Amazon refused the request for " + name + " (" + answer.status() + ").",
                                        "Check its ids and its region.");
            case 404 -> notFound(access);
            case 410 -> AmcAccess.retired(target);
            default -> api.fault(answer);
        };
    }

    private ConnectorException notFound(AmcAccess access) {
        return ConnectorException.of(
                FaultCode.REFUSED,
                "Amazon knows no instance " + access.instance().value() + " in this account and marketplace.",
                "Check the instance id and the marketplace id of " + target.label() + ".");
    }

    private void stopUnlessReady(JsonNode instance) throws ConnectorException {
        switch (instance.path("creationStatus").asText()) {
            case "REQUESTED", "SUBMITTED", "IN_PROGRESS" ->
                throw ConnectorException.of(
                        FaultCode.NOT_READY,
                        "Amazon is still creating " + target.label() + ".",
                        "Wait; Pilothouse checks again by itself.");
            case "FAILED" ->
                throw ConnectorException.of(
                        FaultCode.REFUSED,
                        "Amazon could not create " + target.label() + ".",
                        "Ask Amazon's support, or create the instance again in the AMC console.");
            default -> {} // COMPLETED, its old name SUCCEEDED, or one to come: the reports decide
        }
    }

    /// Objects come wrapped or bare (section 5, rule 1).
    private JsonNode unwrapped(Answer answer, String key) throws ConnectorException {
        var root = readable(answer);
        return root.path(key).isObject() ? root.path(key) : root;
    }

    private JsonNode readable(Answer answer) throws ConnectorException {
        var root = api.tree(answer);
        if (!root.isObject()) {
            throw ConnectorException.of(
                    FaultCode.MALFORMED,
                    "Amazon sent an answer for " + target.label() + " that makes no sense.",
                    "Try again later.");
        }
        return root;
    }

    private static RemoteIdentity identity(AmcAccess access, JsonNode instance) {
        var facts = new TreeMap<String, String>();
        facts.put("entityId", access.entity().value());
        facts.put("marketplaceId", access.marketplace().value());
        return new RemoteIdentity(
                "Amazon Marketing Cloud",
                "",
                instance.path("instanceName").asText(""),
                access.entity().value() + "/" + access.instance().value(),
                facts);
    }

    /// The account's own name, so that a wrong link is seen (R9). A check does not fail for it.
    private Optional<String> accountName(AmcAccess access) throws InterruptedException {
        try {
            return names.of(access.entity(), access.signIn(), () -> accounts(access.signIn()));
        } catch (AmcException e) {
            LOG.log(Level.DEBUG, "the account of " + target.label() + " was not named: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// One attempt for each page.
    private List<Remote.Account> accounts(LwaLogin login) throws AmcException, InterruptedException {
        var who = new AmcLine.Caller(login, Optional.empty(), Optional.empty());
        var all = new ArrayList<Remote.Account>();
        var seen = new HashSet<String>();
        var token = "";
        do {
            var call = Call.get("amc/accounts");
            var page = line.single(who, token.isEmpty() ? call : call.query("nextToken", token), ACCOUNTS, false);
            page.path("amcAccounts").forEach(account -> all.add(Wire.account(account)));
            token = page.path("nextToken").asText("");
        } while (!token.isEmpty() && seen.add(token) && seen.size() < MOST_PAGES);
        return all;
    }

    private SequencedMap<String, String> facts(AmcAccess access, JsonNode instance, Optional<String> account) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("amcInstanceId", access.instance().value());
        facts.put("entityId", access.entity().value());
        facts.put("marketplaceId", access.marketplace().value());
        put(facts, "amcInstanceName", instance.path("instanceName"));
        put(facts, "customerName", instance.path("customerCanonicalName"));
        account.ifPresent(name -> facts.put("accountName", name));
        put(facts, "amcInstanceType", instance.path("instanceType"));
        put(facts, "creationStatus", instance.path("creationStatus"));
        put(facts, "createdAt", instance.path("creationDatetime"));
        put(facts, "bucket", instance.path("s3BucketName"));
        put(facts, "awsAccount", instance.path("awsAccountId"));
        var types = new ArrayList<String>();
        instance.path("advertiserTypes").forEach(type -> types.add(type.asText()));
        if (!types.isEmpty()) {
            facts.put("advertiserTypes", String.join(", ", types));
        }
        AmcRegion.of(target.settings().getOrDefault(AmcKind.REGION, "na"))
                .ifPresent(region -> facts.put("region", region.word()));
        return facts;
    }

    private static void put(SequencedMap<String, String> facts, String name, JsonNode value) {
        if (value.isTextual() && !value.asText().isBlank()) {
            facts.put(name, value.asText().strip());
        }
    }

    private List<ServiceWarning> warnings(JsonNode instance, boolean denied) {
        var warnings = new ArrayList<ServiceWarning>();
        if (denied) {
            warnings.add(
                    notice("ADMIN_READ_DENIED", "Its reports may be used, but its administration may not be read."));
        }
        if (instance.path("instanceType").asText().equals("SANDBOX")) {
            warnings.add(notice("SANDBOX", "It is a sandbox: its data are made up."));
        }
        tokenEnds().ifPresent(ends -> {
            var left = ChronoUnit.DAYS.between(today(), ends);
            if (left <= WARN_DAYS) {
                warnings.add(new ServiceWarning(
                        Severity.WARNING,
                        "CONSENT_ENDS",
                        left < 0
                                ? "Your consent has ended on " + ends + "."
                                : "Your consent ends on " + ends + ": give it again before.",
                        Optional.empty()));
            }
        });
        return warnings;
    }

    private Optional<LocalDate> tokenEnds() {
        try {
            return Optional.of(target.settings().getOrDefault(AmcKind.CONSENTED_ON, ""))
                    .filter(text -> !text.isBlank())
                    .map(text -> LocalDate.parse(text.strip()))
                    .filter(day -> !day.isBefore(TOKENS_END_SINCE))
                    .map(day -> day.plusDays(TOKEN_DAYS));
        } catch (DateTimeParseException ignored) { // the form refuses it; a stored one says nothing
            return Optional.empty();
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static ServiceWarning notice(String source, String text) {
        return new ServiceWarning(Severity.NOTICE, source, text, Optional.empty());
    }
}
