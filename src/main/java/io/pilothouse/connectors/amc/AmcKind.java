package io.pilothouse.connectors.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.Pauses;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.amc.ParameterValues;
import io.pilothouse.domain.amc.RemoteIds;
import io.pilothouse.domain.health.CheckLane;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Amazon Marketing Cloud. Keeps nothing but what its instances share: access tokens, and names of accounts.
public final class AmcKind implements ConnectorKind {

    static final String CLIENT_ID = "clientId";
    static final String CLIENT_SECRET = "clientSecret";
    static final String REFRESH_TOKEN = "refreshToken";
    static final String ACCOUNT_ID = "accountId";
    static final String ENTITY_ID = "entityId";
    static final String INSTANCE_ID = "instanceId";
    static final String REGION = "region";
    static final String MARKETPLACE_ID = "marketplaceId";
    static final String LOGIN_ADDRESS = "loginAddress";
    static final String MAX_PARALLEL = "maxParallel";
    static final String DAILY_LIMIT = "dailySoftLimit";
    static final String CONSENTED_ON = "consentedOn";
    static final String VALUES = "values";

    private static final KindId ID = new KindId("amc");
    private static final String PRODUCT = "Amazon Marketing Cloud";

    private static final Pattern OF_INSTANCE = Pattern.compile("^/amc/(?:reporting|instances)/([^/]+)");

    /// Addresses that were one instance's own, until August 2024.
    private static final Pattern RETIRED = Pattern.compile("(?i).+\\.execute-api\\..+\\.amazonaws\\.com");

    private static final int CHECKS_OF_LOGIN = 3;

    /// All instances together, however many logins they have.
    private static final CheckLane ALL = new CheckLane("amc", 8, Optional.empty());

    private final HttpClients clients;
    private final Clock clock;
    private final LwaTokens tokens;
    private final AccountNames names;
    private final Pauses pauses;
    private final RandomGenerator random;
    private final Map<Secret, Semaphore> checks = new ConcurrentHashMap<>();
    private final Map<Secret, RateBucket> buckets = new ConcurrentHashMap<>();

    public AmcKind(HttpClients clients, Clock clock) {
        this(clients, clock, Pauses.REAL, new Random(), CredentialNews.NOBODY);
    }

    /// @param pauses between attempts
    /// @param random for the length of pauses
    public AmcKind(HttpClients clients, Clock clock, Pauses pauses, RandomGenerator random, CredentialNews news) {
        this.clients = clients;
        this.clock = clock;
        this.pauses = pauses;
        this.random = random;
        this.tokens = new LwaTokens(clock, news);
        this.names = new AccountNames(clock);
    }

    @Override
    public KindId id() {
        return ID;
    }

    @Override
    public String displayName() {
        return PRODUCT;
    }

    @Override
    public Optional<Integer> usualPort() {
        return Optional.empty();
    }

    @Override
    public List<SecretField> secretFields() {
        return List.of(
                new SecretField(REFRESH_TOKEN, "Refresh token", true),
                new SecretField(CLIENT_ID, "Client id", true),
                new SecretField(CLIENT_SECRET, "Client secret", true));
    }

    /// Account and marketplace may be filled in later: saving never waits for them, the check says what
    /// is missing.
    @Override
    public List<SettingField> settingFields() {
        return List.of(
                new SettingField(INSTANCE_ID, "AMC instance id", true, "", RemoteIds::objection),
                new SettingField(ACCOUNT_ID, "Account id", false, "", RemoteIds::objection),
                new SettingField(ENTITY_ID, "Entity id", false, "", RemoteIds::objection),
                new SettingField(MARKETPLACE_ID, "Marketplace id", false, "", RemoteIds::objection),
                new SettingField(REGION, "Region", false, "na", AmcKind::regionObjection),
                new SettingField(MAX_PARALLEL, "Runs at once", false, "5", text -> number(text, 1, 10)),
                new SettingField(DAILY_LIMIT, "Runs a day", false, "30", AmcKind::dailyObjection),
                new SettingField(VALUES, "Values of parameters", false, "", AmcKind::valuesObjection),
                new SettingField(CONSENTED_ON, "Consent given on", false, "", AmcKind::dateObjection),
                new SettingField(LOGIN_ADDRESS, "Token endpoint", false, "", AmcKind::addressObjection));
    }

    @Override
    public Set<String> limits() {
        return Set.of(MAX_PARALLEL, DAILY_LIMIT, VALUES, CONSENTED_ON);
    }

    private static Optional<String> valuesObjection(String text) {
        return ParameterValues.read(text).isPresent()
                ? Optional.empty()
                : Optional.of("must be like product = sponsored_brands; market = DE");
    }

    private static Optional<String> regionObjection(String text) {
        return AmcRegion.of(text).isPresent() ? Optional.empty() : Optional.of("must be na, eu or fe");
    }

    private static Optional<String> dailyObjection(String text) {
        return text.strip().equalsIgnoreCase("off") ? Optional.empty() : number(text, 1, 10_000);
    }

    private static Optional<String> number(String text, int least, int most) {
        boolean good = text.strip().matches("\\d{1,6}")
                && Integer.parseInt(text.strip()) >= least
                && Integer.parseInt(text.strip()) <= most;
        return good ? Optional.empty() : Optional.of("must be a number from " + least + " to " + most);
    }

    private static Optional<String> dateObjection(String text) {
        try {
            LocalDate.parse(text.strip());
            return Optional.empty();
        } catch (DateTimeParseException ignored) {
            return Optional.of("must be a date like 2026-07-31");
        }
    }

    private static Optional<String> addressObjection(String text) {
        try {
            Address.of(text.strip());
            return Optional.empty();
        } catch (IllegalArgumentException ignored) {
            return Optional.of("must be an address that begins with https://");
        }
    }

    @Override
    public Optional<String> secretPage() {
        return Optional.empty();
    }

    /// Section 12.2: every 15 min within 10 %, again 60 s after a first failure.
    /// The service has one host for all: instances of one account share a login, which bounds them.
    @Override
    public CheckLane lane(Address address, Map<String, String> settings) {
        var account = settings.getOrDefault(ENTITY_ID, settings.getOrDefault(ACCOUNT_ID, ""));
        return new CheckLane("amc/" + account, CHECKS_OF_LOGIN, Optional.of(ALL));
    }

    @Override
    public CheckPace pace(Address address) {
        return new CheckPace(Duration.ofMinutes(15), 0.1, Duration.ofSeconds(60));
    }

    /// Amazon's own hosts are known by name and certificate. Anything else, as a simulator, must refuse
    /// as Amazon does: the API with its status as a code and details or with the id of the request
    /// (section 6.1), the token endpoint with an error; the API alone makes it likely only.
    @Override
    public Optional<Recognition> recognise(Visit visit) throws ConnectorException, InterruptedException {
        var amazon = AmcRegion.at(visit.address());
        if (amazon.isPresent()) {
            return Optional.of(recognition(amazon.get().api(), true));
        }
        var accounts = visit.get("amc/accounts");
        var refusal = json(accounts);
        boolean says = refusal.hasNonNull("details") || refusal.hasNonNull("message");
        boolean byNumber = refusal.hasNonNull("code") || refusal.hasNonNull("requestId");
        if (accounts.ok() || !says || !byNumber) {
            return Optional.empty();
        }
        boolean grants = json(visit.post("auth/o2/token", "{}")).path("error").isTextual();
        boolean asAmazon = refusal.path("code").asText().equals(String.valueOf(accounts.status()))
                || refusal.hasNonNull("requestId");
        return grants || asAmazon ? Optional.of(recognition(visit.address(), grants)) : Optional.empty();
    }

    /// The newer form of address that the console shows holds the instance, too (section 2).
    @Override
    public Map<String, String> settingsIn(Address pasted) {
        var region = AmcRegion.at(pasted);
        var path = OF_INSTANCE.matcher(pasted.uri().getPath());
        return region.isPresent() && path.find()
                ? Map.of(INSTANCE_ID, path.group(1), REGION, region.get().word())
                : Map.of();
    }

    @Override
    public Optional<Problem> objection(Address pasted) {
        return retired(pasted)
                ? Optional.of(new Problem(
                        ProblemCode.BAD_ADDRESS,
                        "Amazon has switched off the addresses of single AMC instances: use that of the region,"
                                + " for example https://advertising-api.amazon.com.",
                        "Enter the instance by its id."))
                : Optional.empty();
    }

    static boolean retired(Address address) {
        return RETIRED.matcher(address.host()).matches();
    }

    private static Recognition recognition(Address address, boolean certain) {
        return new Recognition(ID, PRODUCT, "", certain, address);
    }

    private static JsonNode json(Visit.Page page) {
        try {
            return Json.MAPPER.readTree(page.body());
        } catch (JsonProcessingException ignored) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public Connector open(Target target, Secrets secrets) {
        var root = atRoot(target);
        var api = clients.open(this, root, secrets);
        var line = new AmcLine(this, clients, tokens, this::bucket, pauses, random, clock, root, secrets, api);
        return new AmcConnector(
                new AmcCheck(clock, root, secrets, api, line, this::checks, names), line, root, secrets, api);
    }

    /// Checks of one credential that may run at once (section 12.4).
    private Semaphore checks(LwaLogin login) {
        return checks.computeIfAbsent(login.credential().clientId(), _ -> new Semaphore(CHECKS_OF_LOGIN, true));
    }

    /// One for all instances of a credential, whose client is what Amazon counts by.
    private RateBucket bucket(LwaLogin login) {
        return buckets.computeIfAbsent(login.credential().clientId(), _ -> new RateBucket(clock, pauses));
    }

    /// The console shows addresses with a path behind the host; the API is at the root of the host.
    private static Target atRoot(Target target) {
        var connection = target.connection();
        var address = connection.address();
        return AmcRegion.at(address).isEmpty()
                ? target
                : new Target(
                        target.id(),
                        target.kind(),
                        target.label(),
                        connection.withAddress(new Address(address.uri().resolve("/"))),
                        target.settings(),
                        target.identity());
    }
}
