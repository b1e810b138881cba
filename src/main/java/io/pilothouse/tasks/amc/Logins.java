package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.FindsAccounts;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.amc.CredentialNews;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.secret.InstanceSecrets;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Logins with Amazon, the accounts they see, and instances found there and imported without typing an
/// id. A login is known by a hash of its refresh token; the token is among the secrets of each instance
/// that uses it. Methods block.
public final class Logins {

    private static final String REFRESH_TOKEN = "refreshToken";
    private static final LocalDate ENDING_SINCE = LocalDate.of(2026, 6, 30);
    private static final int DAYS = 365;
    private static final int EXPIRING_DAYS = 14;
    private static final int WARNED_DAYS = 30;
    private static final int NAMED = 5;
    private static final Map<String, String> HOSTS = Map.of(
            "na", "https://advertising-api.amazon.com",
            "eu", "https://advertising-api-eu.amazon.com",
            "fe", "https://advertising-api-fe.amazon.com");
    private static final Map<String, String> CONSENT_PAGES = Map.of(
            "na", "https://www.amazon.com/ap/oa",
            "eu", "https://eu.account.amazon.com/ap/oa",
            "fe", "https://apac.account.amazon.com/ap/oa");

    private final AmcLibraryRepository store;
    private final Instances instances;
    private final InstanceSecrets secrets;
    private final Targets targets;
    private final Lines lines;
    private final ConnectorKinds kinds;
    private final HealthRounds health;
    private final Notices notices;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile LocalDate warnedOn = LocalDate.MIN;

    Logins(
            AmcLibraryRepository store,
            Instances instances,
            InstanceSecrets secrets,
            Targets targets,
            Lines lines,
            ConnectorKinds kinds,
            HealthRounds health,
            Notices notices,
            InstantSource clock,
            RandomGenerator random,
            LoginNews news) {
        this.store = store;
        this.instances = instances;
        this.secrets = secrets;
        this.targets = targets;
        this.lines = lines;
        this.kinds = kinds;
        this.health = health;
        this.notices = notices;
        this.clock = clock;
        this.random = random;
        news.listen(new CredentialNews() {
            @Override
            public void rotated(Secret before, Secret after) {
                keepRotated(before, after);
            }

            @Override
            public void revoked(Secret refreshToken, Function<String, Problem> why) {
                allBroken(refreshToken, why);
            }
        });
    }

    /// How a login stands.
    public enum State {
        OK,
        EXPIRING,
        REVOKED,
        LOCKED,
        /// some of its instances have no complete secret
        INCOMPLETE
    }

    /// One login with all instances that use it.
    ///
    /// @param key  the hash by which it is known, shortened
    /// @param ends when the consent ends; empty where it does not, or its date is not known
    public record Login(
            String key,
            State state,
            Optional<LocalDate> consentedOn,
            Optional<LocalDate> ends,
            List<Instance> instances) {}

    /// An instance that a login sees.
    ///
    /// @param known the instance here that stands for it already
    public record Found(
            Remote.Account account, String region, Remote.InstanceFacts facts, Optional<InstanceId> known) {}

    /// What finding brought.
    ///
    /// @param accounts  that may own instances; those by self-service are asked for only when chosen
    /// @param objections of accounts whose instances could not be listed, in words
    public record Discovery(List<Remote.Account> accounts, List<Found> instances, List<String> objections) {}

    /// Whose eyes are used: a stored instance's login, or one that was just typed.
    ///
    /// @param address where to ask; Amazon's own hosts stand for all regions
    public record Eyes(Address address, Secrets secrets, Map<String, String> settings) {}

    /// @return logins in the order in which their instances stand
    public List<Login> all() {
        var byKey = new LinkedHashMap<String, List<Instance>>();
        var states = new HashMap<String, State>();
        for (var instance : targets.live()) {
            String key;
            try {
                key = secrets.read(instance.id())
                        .find(REFRESH_TOKEN)
                        .map(Logins::key)
                        .orElse("");
                if (key.isEmpty()) {
                    states.put(key, State.INCOMPLETE);
                }
            } catch (ProblemException _) {
                key = "locked";
                states.put(key, State.LOCKED);
            }
            byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(instance);
        }
        var logins = new ArrayList<Login>();
        byKey.forEach((key, members) -> {
            var consented = members.stream()
                    .map(it -> Targets.setting(it, "consentedOn"))
                    .flatMap(text -> date(text).stream())
                    .max(LocalDate::compareTo);
            var ends = consented.filter(day -> !day.isBefore(ENDING_SINCE)).map(day -> day.plusDays(DAYS));
            logins.add(new Login(
                    key, states.getOrDefault(key, state(members, ends)), consented, ends, List.copyOf(members)));
        });
        return List.copyOf(logins);
    }

    private State state(List<Instance> members, Optional<LocalDate> ends) {
        boolean refused = members.stream()
                .map(it -> health.states().get().get(it.id()))
                .filter(java.util.Objects::nonNull)
                .anyMatch(it -> it.code().filter(FaultCode::secretRefused).isPresent());
        if (refused) {
            return State.REVOKED;
        }
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return ends.filter(day -> ChronoUnit.DAYS.between(today, day) <= EXPIRING_DAYS)
                        .isPresent()
                ? State.EXPIRING
                : State.OK;
    }

    /// Warns from thirty days before a consent ends (section 3.2).
    void tick() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (today.equals(warnedOn)) {
            return;
        }
        warnedOn = today;
        for (var login : all()) {
            long left =
                    login.ends().map(day -> ChronoUnit.DAYS.between(today, day)).orElse(Long.MAX_VALUE);
            if (left <= WARNED_DAYS) {
                var names = String.join(
                        ", ",
                        login.instances().stream()
                                .map(Instance::name)
                                .limit(NAMED)
                                .toList());
                notices.tell(Notice.of(
                        "amc-consent/" + login.key(),
                        login.instances().stream().map(Instance::id).toList(),
                        "accounts",
                        left < 0
                                ? "The consent for " + names + " has ended."
                                : "The consent for " + names + " ends in " + left + (left == 1 ? " day." : " days."),
                        "Renew the consent.",
                        clock.instant()));
            }
        }
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    static String key(Secret refreshToken) {
        return SqlText.hash(refreshToken.value()).substring(0, 12);
    }

    /// An account that a login saw.
    ///
    /// @param login  the shortened hash by which it is known
    /// @param region `na`, `eu` or `fe`
    public record SeenAccount(String login, Remote.Account account, String region, Instant at) {}

    /// @return accounts that were seen, by name, and behind them those that instances here belong to
    public List<SeenAccount> accounts() {
        var accounts = new ArrayList<SeenAccount>();
        store.accounts().forEach(it -> accounts.add(new SeenAccount(it.login(), it.account(), it.region(), it.at())));
        for (var login : all()) {
            for (var instance : login.instances()) {
                typed(instance)
                        .filter(account -> accounts.stream()
                                .noneMatch(it -> it.account().entity().equals(account.entity())
                                        && it.account().marketplace().equals(account.marketplace())))
                        .ifPresent(account -> accounts.add(new SeenAccount(
                                login.key(), account, Targets.setting(instance, "region"), instance.createdAt())));
            }
        }
        return List.copyOf(accounts);
    }

    /// The account of an instance whose ids a person typed.
    private static Optional<Remote.Account> typed(Instance instance) {
        var entity = Targets.entity(instance);
        var market = Targets.setting(instance, "marketplaceId");
        try {
            return entity.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Remote.Account(
                            new EntityId(entity),
                            entity,
                            market.isEmpty() ? Optional.empty() : Optional.of(new MarketplaceId(market)),
                            market.isEmpty()
                                    ? ""
                                    : Marketplace.of(new MarketplaceId(market))
                                            .map(Enum::name)
                                            .orElse(""),
                            false));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // no id at all
        }
    }

    /// @return what an instance's login looks with
    public Eyes eyesOf(InstanceId id) throws ProblemException {
        var instance = targets.find(id)
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND,
                        "There is no AMC instance " + id + ".",
                        "Look at the list for its name."));
        var settings = new TreeMap<>(instance.configuration().settings());
        return new Eyes(instance.address(), secrets.read(id), settings);
    }

    /// Finds accounts and their instances over all regions. Accounts by self-service are listed, but
    /// their instances only looked for when they are among `chosen`: looking may make one.
    ///
    /// @param chosen      entities whose instances are wanted although no list of accounts shows them
    /// @param advertisers whether to list advertiser accounts, too
    public Discovery discover(Eyes eyes, List<Pair> chosen, boolean advertisers)
            throws ProblemException, InterruptedException {
        var found = new ArrayList<Found>();
        var objections = new ArrayList<String>();
        var accounts = new ArrayList<Remote.Account>();
        try {
            accounts.addAll(find(eyes, eyes.address(), FindsAccounts::accounts));
            if (advertisers) {
                for (var account : find(eyes, eyes.address(), FindsAccounts::advertiserAccounts)) {
                    if (accounts.stream().noneMatch(it -> it.entity().equals(account.entity()))) {
                        accounts.add(account);
                    }
                }
            }
        } catch (AmcException e) {
            throw e.forPeople();
        }
        for (var pair : chosen) {
            if (accounts.stream().noneMatch(it -> it.entity().equals(pair.entity()) && !it.selfService())) {
                accounts.removeIf(it -> it.entity().equals(pair.entity()));
                accounts.add(new Remote.Account(
                        pair.entity(),
                        pair.entity().value(),
                        Optional.of(pair.marketplace()),
                        Marketplace.of(pair.marketplace()).map(Enum::name).orElse(""),
                        true));
            }
        }
        for (var account : accounts) {
            boolean wanted = !account.selfService()
                    || chosen.stream().anyMatch(pair -> pair.entity().equals(account.entity()));
            if (wanted && account.marketplace().isPresent()) {
                instancesOf(eyes, account, found, objections);
            }
        }
        remember(eyes, accounts);
        return new Discovery(List.copyOf(accounts), List.copyOf(found), List.copyOf(objections));
    }

    /// An account that is asked for by its ids.
    public record Pair(EntityId entity, MarketplaceId marketplace) {}

    private void instancesOf(Eyes eyes, Remote.Account account, List<Found> found, List<String> objections)
            throws InterruptedException {
        var marketplace = account.marketplace().orElseThrow();
        var region = Marketplace.of(marketplace).map(Marketplace::region).orElse("na");
        try {
            for (var facts : find(eyes, base(eyes, region), it -> it.instancesOf(account.entity(), marketplace))) {
                boolean seen = found.stream()
                        .anyMatch(it -> it.facts().id().equals(facts.id())
                                && it.account().entity().equals(account.entity()));
                if (!seen) {
                    found.add(new Found(account, region, facts, known(account, facts)));
                }
            }
        } catch (AmcException e) {
            objections.add(account.name() + ": " + e.problem().summary());
        }
    }

    /// Amazon's regions have their own hosts; anything else, as a simulator, stands for all of them.
    private static Address base(Eyes eyes, String region) {
        boolean amazon = HOSTS.values().stream()
                .anyMatch(host ->
                        Address.of(host).host().equalsIgnoreCase(eyes.address().host()));
        return amazon ? Address.of(HOSTS.getOrDefault(region, HOSTS.get("na"))) : eyes.address();
    }

    private Optional<InstanceId> known(Remote.Account account, Remote.InstanceFacts facts) {
        return targets.live().stream()
                .filter(it ->
                        Targets.setting(it, "instanceId").equals(facts.id().value()))
                .filter(it -> Targets.entity(it).equals(account.entity().value()))
                .map(Instance::id)
                .findFirst();
    }

    private void remember(Eyes eyes, List<Remote.Account> accounts) {
        var login = eyes.secrets().find(REFRESH_TOKEN).map(Logins::key).orElse("");
        store.saveAccounts(accounts.stream()
                .map(account -> new AmcLibraryRepository.SeenAccount(
                        login,
                        account,
                        account.marketplace()
                                .flatMap(Marketplace::of)
                                .map(Marketplace::region)
                                .orElse("na"),
                        clock.instant()))
                .toList());
    }

    private <T> T find(Eyes eyes, Address address, Lines.Asking<FindsAccounts, T> asking)
            throws AmcException, InterruptedException {
        var kind = kinds.find(Targets.KIND)
                .orElseThrow(() -> new IllegalStateException("this program knows no " + Targets.KIND));
        var target = new Target(
                Optional.empty(),
                Targets.KIND,
                "The login",
                Connection.to(address),
                new TreeMap<>(eyes.settings()),
                Optional.empty());
        try (var connector = kind.open(target, eyes.secrets())) {
            if (!(connector instanceof FindsAccounts finder)) {
                throw new IllegalStateException("this program cannot find accounts");
            }
            return asking.of(finder);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("finding accounts writes no file", e);
        }
    }

    /// Adds what was found as instances, each with the login it was seen by.
    ///
    /// @return the new ones; what is known already is left out
    public List<Instance> add(Eyes eyes, List<Found> chosen, Consent consent) throws ProblemException {
        var added = new ArrayList<Instance>();
        for (var found : chosen) {
            if (found.known().isEmpty()) {
                added.add(instances.add(configuration(eyes, found), eyes.secrets(), consent));
            }
        }
        return List.copyOf(added);
    }

    private Configuration configuration(Eyes eyes, Found found) {
        var settings = new TreeMap<String, String>();
        settings.put("instanceId", found.facts().id().value());
        settings.put("entityId", found.account().entity().value());
        settings.put("accountId", found.account().entity().value());
        found.account().marketplace().ifPresent(id -> settings.put("marketplaceId", id.value()));
        settings.put("region", found.region());
        for (var kept : List.of("consentedOn", "loginAddress")) {
            var value = eyes.settings().getOrDefault(kept, "");
            if (!value.isBlank()) {
                settings.put(kept, value);
            }
        }
        return Configuration.of(Targets.KIND, freeName(found.facts()), base(eyes, found.region()))
                .withSettings(settings);
    }

    private String freeName(Remote.InstanceFacts facts) {
        var wanted = facts.name().isBlank() ? facts.id().value() : facts.name();
        var taken = targets.live().stream()
                .map(it -> it.name().toLowerCase(java.util.Locale.ROOT))
                .toList();
        return taken.contains(wanted.toLowerCase(java.util.Locale.ROOT))
                ? wanted + " (" + facts.id().value() + ")"
                : wanted;
    }

    /// Gives all instances of a login another refresh token, after a new consent.
    ///
    /// @return how many
    public int renew(String key, Secrets renewed, LocalDate consentedOn, Consent consent) throws ProblemException {
        var login = all().stream()
                .filter(it -> it.key().equals(key))
                .findFirst()
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND, "There is no login " + key + ".", "Look at the list for its name."));
        var changes = new HashMap<String, Optional<Secret>>();
        renewed.byField().forEach((field, value) -> changes.put(field, Optional.of(value)));
        for (var instance : login.instances()) {
            var settings = new TreeMap<>(instance.configuration().settings());
            settings.put("consentedOn", consentedOn.toString());
            instances.edit(
                    instance.id(),
                    instance.configVersion(),
                    instance.configuration().withSettings(settings),
                    changes,
                    consent);
        }
        return login.instances().size();
    }

    /// A consent that a person is to give in a browser.
    ///
    /// @param page      to open
    /// @param state     that must come back
    /// @param verifier  kept until the code is exchanged
    public record Asked(String page, String state, Secret verifier, String returnUrl) {}

    /// @param address  where the API is; the region decides where Amazon itself asks
    /// @param returnUrl on the client's list of allowed ones; Amazon's samples use `https://amazon.com`
    public Asked askConsent(Address address, String region, String clientId, String returnUrl) {
        var state = word(24);
        var verifier = word(64);
        boolean amazon =
                HOSTS.values().stream().anyMatch(host -> Address.of(host).host().equalsIgnoreCase(address.host()));
        var page = amazon
                ? CONSENT_PAGES.getOrDefault(region, CONSENT_PAGES.get("na"))
                : address.uri().resolve("/ap/oa").toString();
        return new Asked(
                page + "?client_id=" + encoded(clientId) + "&scope=" + encoded("advertising::campaign_management")
                        + "&response_type=code&redirect_uri=" + encoded(returnUrl) + "&state=" + state
                        + "&code_challenge=" + challenge(verifier) + "&code_challenge_method=S256",
                state,
                new Secret(verifier),
                returnUrl);
    }

    /// @return whether the browser would come back to this computer, so that [#awaitReturn] can be asked
    public static boolean comesBackHere(String returnUrl) {
        return ConsentListener.here(returnUrl);
    }

    /// Waits at the return address of a consent, which must be on this computer, for at most five minutes.
    ///
    /// @return the address on which the browser landed, for [#consented]
    public String awaitReturn(Asked asked) throws ProblemException, InterruptedException {
        return ConsentListener.await(asked.returnUrl(), asked.state(), ConsentListener.LONGEST);
    }

    /// Takes the address on which the browser landed.
    ///
    /// @return client id, client secret and the new refresh token
    public Secrets consented(Asked asked, String landed, Eyes eyes) throws ProblemException, InterruptedException {
        var parameters = new HashMap<String, String>();
        int query = landed.indexOf('?');
        for (var pair : landed.substring(query + 1).strip().split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        if (!asked.state().equals(parameters.get("state"))) {
            throw problem(
                    ProblemCode.REFUSED,
                    "That address does not belong to this consent.",
                    "Open the consent page again and copy the whole address it ends on.");
        }
        var code = parameters.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw problem(
                    ProblemCode.REFUSED, "That address holds no code.", "Agree on the consent page and copy again.");
        }
        try {
            var token = find(
                    eyes,
                    eyes.address(),
                    finder -> finder.refreshTokenFor(new Secret(code), asked.returnUrl(), asked.verifier()));
            var all = new HashMap<>(eyes.secrets().byField());
            all.put(REFRESH_TOKEN, token);
            return new Secrets(all);
        } catch (AmcException e) {
            throw e.forPeople();
        }
    }

    private String word(int length) {
        var letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A refresh gave another token: whoever uses the old one gets it.
    private void keepRotated(Secret before, Secret after) {
        for (var instance : targets.live()) {
            try {
                if (usesToken(instance, before)) {
                    secrets.prepare();
                    secrets.change(instance.id(), Map.of(REFRESH_TOKEN, Optional.of(after)));
                }
            } catch (ProblemException _) {
                // a locked secret is never overwritten
            }
        }
        store.renameLogin(key(before), key(after));
    }

    private boolean usesToken(Instance instance, Secret token) throws ProblemException {
        return secrets.read(instance.id())
                .find(REFRESH_TOKEN)
                .filter(token::equals)
                .isPresent();
    }

    /// Amazon will have nothing more to do with a token: all its instances learn it at once, are told of
    /// once, and are not asked again (T16).
    private void allBroken(Secret token, Function<String, Problem> why) {
        var concerned = new ArrayList<Instance>();
        for (var instance : targets.live()) {
            try {
                if (instance.enabled() && usesToken(instance, token)) {
                    concerned.add(instance);
                }
            } catch (ProblemException _) {
                // locked: it is in error for that
            }
        }
        if (concerned.isEmpty()) {
            return;
        }
        var ids = concerned.stream().map(Instance::id).toList();
        health.broken(ids, FaultCode.LOGIN_REFUSED, id -> why.apply(targets.name(id)));
        var all = why.apply(String.join(
                        ", ",
                        concerned.stream().map(Instance::name).limit(NAMED).toList())
                + (concerned.size() > NAMED ? " and " + (concerned.size() - NAMED) + " more" : ""));
        notices.tell(
                Notice.of("amc-login/" + key(token), ids, "accounts", all.summary(), all.advice(), clock.instant()));
    }

    /// Asks whether Amazon's terms are accepted for a login.
    public boolean termsAccepted(InstanceId id) throws ProblemException, InterruptedException {
        var instance = targets.find(id).orElseThrow();
        try {
            return lines.find(instance, FindsAccounts::termsAccepted);
        } catch (AmcException e) {
            throw e.forPeople();
        }
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }
}
