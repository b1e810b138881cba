package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.amc.CredentialNews;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.store.Database;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.secret.InstanceSecrets;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Logins with Amazon: how they stand, what they see, renewed and revoked for all their instances at once.
/// A login is known by a hash of its refresh token. Its secrets are stored once, and all instances that use
/// it share them. Methods block.
public final class Logins {

    private static final System.Logger LOG = System.getLogger(Logins.class.getName());
    static final String REFRESH_TOKEN = "refreshToken";
    static final String CLIENT_ID = "clientId";
    static final String CLIENT_SECRET = "clientSecret";
    private static final LocalDate ENDING_SINCE = LocalDate.of(2026, 6, 30);
    private static final int DAYS = 365;
    private static final int EXPIRING_DAYS = 14;
    private static final int WARNED_DAYS = 30;
    private static final int NAMED = 5;
    private static final String REFUSED = "amc-login/";

    /// After a login was refused, what is shown of its instances may lag behind so long.
    private static final Duration LAG = Duration.ofMinutes(1);

    private final Database database;
    private final AmcLibraryRepository store;
    private final Instances instances;
    private final InstanceSecrets secrets;
    private final Targets targets;
    private final HealthRounds health;
    private final Notices notices;
    private final InstantSource clock;
    private volatile LocalDate warnedOn = LocalDate.MIN;

    Logins(
            Database database,
            AmcLibraryRepository store,
            Instances instances,
            InstanceSecrets secrets,
            Targets targets,
            HealthRounds health,
            Notices notices,
            InstantSource clock,
            LoginNews news) {
        this.database = database;
        this.store = store;
        this.instances = instances;
        this.secrets = secrets;
        this.targets = targets;
        this.health = health;
        this.notices = notices;
        this.clock = clock;
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

    /// @return logins in the order in which their instances stand
    public List<Login> all() {
        var byKey = new LinkedHashMap<String, List<Instance>>();
        var states = new HashMap<String, State>();
        var read = new Reading();
        for (var instance : targets.live()) {
            String key;
            try {
                key = read.of(instance).find(REFRESH_TOKEN).map(Logins::key).orElse("");
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

    /// Instances whose token cannot be read stand together though each may have a login of its own.
    private static boolean known(Login login) {
        return login.state() != State.LOCKED && login.state() != State.INCOMPLETE;
    }

    /// Reads secrets that are shared only once.
    private final class Reading {
        private final Map<InstanceId, String> shared = secrets.shared();
        private final Map<String, Secrets> known = new HashMap<>();

        Secrets of(Instance instance) throws ProblemException {
            var holder = shared.getOrDefault(instance.id(), instance.id().value());
            var read = known.get(holder);
            if (read == null) {
                read = secrets.read(instance.id());
                known.put(holder, read);
            }
            return read;
        }
    }

    private boolean refused(Instance instance) {
        return code(instance).filter(FaultCode::secretRefused).isPresent();
    }

    private boolean broken(Instance instance) {
        return code(instance).filter(FaultCode.LOGIN_REFUSED::equals).isPresent();
    }

    private Optional<FaultCode> code(Instance instance) {
        return Optional.ofNullable(health.states().get().get(instance.id())).flatMap(InstanceHealth::code);
    }

    private State state(List<Instance> members, Optional<LocalDate> ends) {
        if (members.stream().anyMatch(this::refused)) {
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
        gather();
        tellOfRefused();
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (today.equals(warnedOn)) {
            return;
        }
        var known = all().stream().filter(Logins::known).toList();
        if (known.isEmpty()) {
            return;
        }
        warnedOn = today;
        for (var login : known) {
            long left =
                    login.ends().map(day -> ChronoUnit.DAYS.between(today, day)).orElse(Long.MAX_VALUE);
            if (left <= WARNED_DAYS) {
                var names = names(login.instances());
                notices.tell(Notice.of(
                        "amc-consent/" + login.key(),
                        login.instances().stream().map(Instance::id).toList(),
                        "accounts",
                        ends(left, names),
                        "Renew the consent.",
                        clock.instant()));
            }
        }
    }

    /// Tells of a login that an earlier run found refused, and how the matter ended.
    private void tellOfRefused() {
        var now = clock.instant();
        var open = notices.latest().get().stream()
                .filter(it -> it.key().startsWith(REFUSED) && !it.over())
                .toList();
        if (open.isEmpty() && targets.live().stream().noneMatch(this::broken)) {
            return;
        }
        var revoked = all().stream()
                .filter(Logins::known)
                .filter(it -> it.instances().stream().anyMatch(this::broken))
                .toList();
        for (var notice : open) {
            if (revoked.stream().noneMatch(it -> notice.key().equals(REFUSED + it.key()))
                    && notice.at().plus(LAG).isBefore(now)) {
                overWords(notice.instances())
                        .ifPresent(words ->
                                notices.tell(Notice.over(notice.key(), notice.instances(), "accounts", words, now)));
            }
        }
        for (var login : revoked) {
            if (open.stream().noneMatch(it -> it.key().equals(REFUSED + login.key()))) {
                tellRefused(
                        login.key(),
                        login.instances(),
                        new Problem(
                                ProblemCode.REFUSED,
                                "Login with Amazon no longer accepts the login of " + names(login.instances()) + ".",
                                "Renew the consent."));
            }
        }
    }

    /// @return why a refusal is over; empty while nobody knows, as with a login that is locked now
    private Optional<String> overWords(List<InstanceId> concerned) {
        var live = concerned.stream().filter(id -> targets.find(id).isPresent()).toList();
        if (live.isEmpty()) {
            return Optional.of("No instance uses the refused login any more.");
        }
        var states = health.states().get();
        return live.stream()
                        .flatMap(id -> Optional.ofNullable(states.get(id)).flatMap(InstanceHealth::health).stream())
                        .anyMatch(Health.HEALTHY::equals)
                ? Optional.of("Login with Amazon accepts the login again.")
                : Optional.empty();
    }

    private static String ends(long days, String names) {
        if (days < 0) {
            return RunSentence.CONSENT_ENDED.with(names);
        }
        return days > 1
                ? RunSentence.CONSENT_ENDS.with(names, days)
                : (days == 1 ? RunSentence.CONSENT_ENDS_TOMORROW : RunSentence.CONSENT_ENDS_TODAY).with(names);
    }

    private void tellRefused(String key, List<Instance> concerned, Problem why) {
        notices.tell(Notice.of(
                        REFUSED + key,
                        concerned.stream().map(Instance::id).toList(),
                        "accounts",
                        why.summary(),
                        why.advice(),
                        clock.instant())
                .explaining(FaultCode.LOGIN_REFUSED));
    }

    private static String names(List<Instance> all) {
        return String.join(", ", all.stream().map(Instance::name).limit(NAMED).toList())
                + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "");
    }

    /// What was entered for one instance is stored with the login that it belongs to.
    private void gather() {
        var shared = secrets.shared();
        var alone = targets.live().stream()
                .map(Instance::id)
                .filter(id -> !shared.containsKey(id))
                .toList();
        try {
            secrets.shareEqual(alone);
        } catch (ProblemException e) {
            LOG.log(
                    Level.DEBUG,
                    "logins of " + alone + " are gathered later: " + e.problem().summary());
        }
    }

    /// Stores something new for all of these, all of them or nobody.
    private void changeAll(List<Instance> members, Map<String, Optional<Secret>> changes) throws ProblemException {
        secrets.prepare();
        database.atomically(() -> {
            var shared = secrets.shared();
            var done = new HashSet<String>();
            for (var instance : members) {
                if (done.add(shared.getOrDefault(instance.id(), instance.id().value()))) {
                    secrets.changeForAll(instance.id(), changes);
                }
            }
            return null;
        });
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
        changeAll(login.instances(), changes);
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

    /// A refresh gave another token: whoever uses the old one gets it, all of them or nobody.
    private void keepRotated(Secret before, Secret after) {
        var using = using(before);
        try {
            changeAll(using, Map.of(REFRESH_TOKEN, Optional.of(after)));
            store.renameLogin(key(before), key(after));
        } catch (ProblemException e) {
            LOG.log(
                    Level.WARNING,
                    "a new refresh token of " + using.stream().map(Instance::id).toList() + " could not be kept: "
                            + e.problem().summary());
        }
    }

    /// @return live instances with this token; one whose secret is locked is none, as it is never overwritten
    private List<Instance> using(Secret token) {
        var using = new ArrayList<Instance>();
        var read = new Reading();
        for (var instance : targets.live()) {
            try {
                if (read.of(instance).find(REFRESH_TOKEN).filter(token::equals).isPresent()) {
                    using.add(instance);
                }
            } catch (ProblemException _) {
                // locked: it is in error for that
            }
        }
        return using;
    }

    /// Amazon will have nothing more to do with a token: all its instances learn it at once, are told of
    /// once, and are not asked again (T16).
    private void allBroken(Secret token, Function<String, Problem> why) {
        var concerned = using(token).stream().filter(Instance::enabled).toList();
        if (concerned.isEmpty()) {
            return;
        }
        var ids = concerned.stream().map(Instance::id).toList();
        health.broken(ids, FaultCode.LOGIN_REFUSED, id -> why.apply(targets.name(id)));
        tellRefused(key(token), concerned, why.apply(names(concerned)));
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }
}
