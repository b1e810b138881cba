package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.FindsAccounts;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.secret.InstanceSecrets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Accounts that a login sees, and their instances: found over all regions and imported without typing an
/// id. Methods block.
public final class AccountSearch {

    private static final Map<String, String> HOSTS = Map.of(
            "na", "https://advertising-api.amazon.com",
            "eu", "https://advertising-api-eu.amazon.com",
            "fe", "https://advertising-api-fe.amazon.com");

    private final AmcLibraryRepository store;
    private final Instances instances;
    private final InstanceSecrets secrets;
    private final Targets targets;
    private final ConnectorKinds kinds;
    private final InstantSource clock;

    AccountSearch(
            AmcLibraryRepository store,
            Instances instances,
            InstanceSecrets secrets,
            Targets targets,
            ConnectorKinds kinds,
            InstantSource clock) {
        this.store = store;
        this.instances = instances;
        this.secrets = secrets;
        this.targets = targets;
        this.kinds = kinds;
        this.clock = clock;
    }

    /// An instance that a login sees.
    ///
    /// @param known the instance here that stands for it already
    public record Found(Remote.Account account, String region, Remote.InstanceFacts facts, Optional<InstanceId> known) {

        /// What makes it the same instance in the same account, whoever sees it and whenever.
        private Object which() {
            return List.of(account.entity(), facts.id());
        }
    }

    /// What finding brought.
    ///
    /// @param accounts  that may own instances; those by self-service are asked for only when chosen
    /// @param objections of accounts whose instances could not be listed, in words
    public record Discovery(List<Remote.Account> accounts, List<Found> instances, List<String> objections) {

        /// What two logins brought; what both see stands once.
        public Discovery and(Discovery other) {
            return new Discovery(
                    joined(accounts, other.accounts, account -> List.of(account.entity(), account.marketplace())),
                    joined(instances, other.instances, Found::which),
                    joined(objections, other.objections, words -> words));
        }

        private static <T> List<T> joined(List<T> one, List<T> more, Function<T, Object> which) {
            var all = new LinkedHashMap<Object, T>();
            Stream.concat(one.stream(), more.stream()).forEach(it -> all.putIfAbsent(which.apply(it), it));
            return List.copyOf(all.values());
        }
    }

    /// Whose eyes are used: a stored instance's login, or one that was just typed.
    ///
    /// @param address where to ask; Amazon's own hosts stand for all regions
    public record Eyes(Address address, Secrets secrets, Map<String, String> settings) {}

    /// A login that is only being typed.
    ///
    /// @param refreshToken empty while there is no consent yet
    public record Typed(
            String address,
            String region,
            String clientId,
            String clientSecret,
            String refreshToken,
            Optional<LocalDate> consentedOn) {

        /// @return what it looks with
        /// @throws ProblemException `bad-address`
        public Eyes eyes() throws ProblemException {
            var values = new HashMap<String, Secret>();
            values.put(Logins.CLIENT_ID, new Secret(clientId.strip()));
            values.put(Logins.CLIENT_SECRET, new Secret(clientSecret.strip()));
            if (!refreshToken.isBlank()) {
                values.put(Logins.REFRESH_TOKEN, new Secret(refreshToken.strip()));
            }
            var settings = new HashMap<>(Map.of("region", region));
            consentedOn.ifPresent(day -> settings.put("consentedOn", day.toString()));
            try {
                return new Eyes(Address.of(address.strip()), new Secrets(values), settings);
            } catch (IllegalArgumentException _) {
                throw new ProblemException(new Problem(
                        ProblemCode.BAD_ADDRESS, "“" + address + "” is no address.", "Give it as https://host/."));
            }
        }
    }

    /// @return where Amazon's API is in a region
    public static String amazonIn(String region) {
        return HOSTS.getOrDefault(region, HOSTS.get("na"));
    }

    /// @return what an instance's login looks with
    public Eyes eyesOf(InstanceId id) throws ProblemException {
        var instance = targets.require(id);
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

    /// @return whether Amazon's terms are accepted for a login (section 6.9); empty where Amazon does not say. They
    ///         are never accepted from here: that is a legal act
    public Optional<Boolean> termsAccepted(Eyes eyes) throws InterruptedException {
        try {
            return Optional.of(find(eyes, eyes.address(), FindsAccounts::termsAccepted));
        } catch (AmcException _) {
            return Optional.empty();
        }
    }

    /// An account that is asked for by its ids.
    public record Pair(EntityId entity, MarketplaceId marketplace) {}

    private void instancesOf(Eyes eyes, Remote.Account account, List<Found> found, List<String> objections)
            throws InterruptedException {
        var marketplace = account.marketplace().orElseThrow();
        var region = Marketplace.of(marketplace).map(Marketplace::region).orElse("na");
        try {
            for (var facts : find(eyes, base(eyes, region), it -> it.instancesOf(account.entity(), marketplace))) {
                var one = new Found(account, region, facts, known(account, facts));
                if (found.stream().noneMatch(it -> it.which().equals(one.which()))) {
                    found.add(one);
                }
            }
        } catch (AmcException e) {
            objections.add(account.name() + ": " + e.problem().summary());
        }
    }

    /// Amazon's regions have their own hosts; anything else, as a simulator, stands for all of them.
    private static Address base(Eyes eyes, String region) {
        return amazons(eyes.address()) ? Address.of(amazonIn(region)) : eyes.address();
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
        var login = eyes.secrets().find(Logins.REFRESH_TOKEN).map(Logins::key).orElse("");
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

    <T> T find(Eyes eyes, Address address, Lines.Asking<FindsAccounts, T> asking)
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
        var name = freeName(found.facts());
        var look = instances.proposeLook(Targets.KIND, name);
        return Configuration.of(Targets.KIND, name, base(eyes, found.region()))
                .withLook(look.colour(), look.monogram())
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

    /// @return whether Amazon itself answers there
    static boolean amazons(Address address) {
        return HOSTS.values().stream().anyMatch(host -> Address.of(host).host().equalsIgnoreCase(address.host()));
    }
}
