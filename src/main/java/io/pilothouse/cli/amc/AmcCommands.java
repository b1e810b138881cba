package io.pilothouse.cli.amc;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.SecretOptions;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Spans;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.amc.AccountSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands of Amazon Marketing Cloud.
@Command(
        name = "amc",
        description = "Amazon Marketing Cloud: find instances, ask questions, fetch and join results.",
        footer = "  pilothouse amc run ph.reach-by-campaign --on North --from 2026-05-01 --to 2026-06-01 --wait")
public final class AmcCommands {

    static final KindId KIND = new KindId("amc");

    private AmcCommands() {}

    public static CommandLine of(Session session) {
        return new CommandLine(new AmcCommands())
                .addSubcommand(new Discover(session))
                .addSubcommand(new Accounts(session))
                .addSubcommand(new ListInstances(session))
                .addSubcommand(new BrandCommand(session))
                .addSubcommand(WorkflowCommands.of(session))
                .addSubcommand(new RunCommands.RunQuestion(session))
                .addSubcommand(new RunCommands.ListRuns(session))
                .addSubcommand(new RunCommands.Cancel(session))
                .addSubcommand(new RunCommands.ShowResults(session))
                .addSubcommand(new RunCommands.ImportResults(session))
                .addSubcommand(ScheduleCommands.of(session))
                .addSubcommand(new UsageCommand(session));
    }

    static List<Instance> live(Session session) throws ProblemException {
        return session.services().instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().equals(KIND))
                .toList();
    }

    static Instance amc(Session session, String words) throws ProblemException {
        var instance = session.named(words);
        if (!instance.kind().equals(KIND)) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    instance.name() + " is no instance of Amazon Marketing Cloud.",
                    "Name one of “pilothouse amc instances”.");
        }
        return instance;
    }

    static String setting(Instance instance, String name) {
        return instance.configuration().settings().getOrDefault(name, "");
    }

    @Command(
            name = "discover",
            description = "Finds accounts and their instances, over all regions; imports them on request.",
            footer = "  pilothouse amc discover --on North --import")
    static final class Discover extends CliCommand {

        @Option(
                names = "--on",
                paramLabel = "INSTANCE",
                description = "look with the login of this instance (usual: with every login that is known)")
        private @Nullable String on;

        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                description = "where to ask with a new login (usual: Amazon's own)")
        private String address = "https://advertising-api.amazon.com/";

        @Mixin
        private SecretOptions secret = new SecretOptions();

        @Option(
                names = "--entity",
                paramLabel = "ENTITY:MARKETPLACE",
                description = "also look into an account that no list shows, for example ENTITY1AB:US")
        private List<String> entities = List.of();

        @Option(names = "--advertisers", description = "also list advertiser accounts; looks into none of them")
        private boolean advertisers;

        @Option(
                names = "--import",
                arity = "0..*",
                paramLabel = "ID",
                fallbackValue = "*",
                description = "add what was found: these AMC instance ids, or everything")
        private @Nullable List<String> wanted;

        Discover(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var lookers = lookers();
            var pairs = new ArrayList<AccountSearch.Pair>();
            for (var text : entities) {
                pairs.add(pair(text));
            }
            var search = services().amc().search();
            var found = new AccountSearch.Discovery(List.of(), List.of(), List.of());
            var added = new ArrayList<Instance>();
            int failed = 0;
            for (var looker : lookers) {
                try {
                    var eyes = looker.eyes();
                    var seen = session()
                            .task(
                                    "amc-discover",
                                    "find AMC accounts",
                                    List.of(),
                                    _ -> search.discover(eyes, pairs, advertisers));
                    added.addAll(added(search, eyes, seen));
                    found = found.and(seen);
                } catch (ProblemException e) {
                    if (++failed == lookers.size()) {
                        throw e;
                    }
                    found = found.and(new AccountSearch.Discovery(
                            List.of(), List.of(), List.of(e.problem().summary())));
                }
            }
            return answer(found, added);
        }

        private static Answer answer(AccountSearch.Discovery found, List<Instance> added) {
            return Answer.of(
                    Json.object(
                            "accounts",
                            found.accounts().stream()
                                    .map(it -> Json.object(
                                            "entityId", it.entity().value(),
                                            "name", it.name(),
                                            "marketplaceId", it.marketplace().map(MarketplaceId::value),
                                            "country", it.country(),
                                            "selfService", it.selfService()))
                                    .toList(),
                            "instances",
                            found.instances().stream().map(Discover::json).toList(),
                            "objections",
                            found.objections(),
                            "imported",
                            added.stream().map(it -> it.id().value()).toList()),
                    page -> {
                        var table = new Table("INSTANCE", "NAME", "TYPE", "STATUS", "ACCOUNT", "COUNTRY", "HERE");
                        for (var it : found.instances()) {
                            table.row(
                                    it.facts().id().value(),
                                    it.facts().name(),
                                    it.facts().type(),
                                    it.facts().creationStatus(),
                                    it.account().name(),
                                    it.account().country(),
                                    it.known().map(id -> id.value()).orElse(""));
                        }
                        page.table(table, "The login sees no instance.");
                        found.objections().forEach(page::line);
                        added.forEach(it -> page.done(it.name() + " was added as " + it.id() + "."));
                    });
        }

        private interface Looker {
            AccountSearch.Eyes eyes() throws ProblemException;
        }

        /// Whom to look with: who was named, who was typed, else every login that is known.
        private List<Looker> lookers() throws ProblemException {
            var search = services().amc().search();
            if (on != null) {
                var named = search.eyesOf(amc(session(), on).id());
                return List.of(() -> named);
            }
            var kind = services().kinds().all().stream()
                    .filter(it -> it.id().equals(KIND))
                    .findFirst()
                    .orElseThrow();
            var given = secret.read(session(), kind, false);
            if (given.isEmpty()) {
                var known = new ArrayList<Looker>();
                for (var login : services().amc().logins().all()) {
                    known.add(() -> search.eyesOf(login.instances().getFirst().id()));
                }
                if (known.isEmpty()) {
                    throw Session.problem(
                            ProblemCode.USAGE,
                            "No login is known yet.",
                            "Give --secret-file with clientId, clientSecret and refreshToken.");
                }
                return known;
            }
            var values = new HashMap<String, Secret>();
            given.forEach((field, value) -> value.ifPresent(it -> values.put(field, it)));
            try {
                var typed = new AccountSearch.Eyes(Address.of(address), new Secrets(values), Map.of());
                return List.of(() -> typed);
            } catch (IllegalArgumentException e) {
                throw Session.problem(
                        ProblemCode.BAD_ADDRESS, "“" + address + "” is no address.", "Give it as https://host/.");
            }
        }

        private static AccountSearch.Pair pair(String text) throws ProblemException {
            var parts = text.split(":", 2);
            try {
                var market = parts.length > 1 ? parts[1] : "US";
                var marketplace =
                        Marketplace.ofCountry(market).map(Marketplace::id).orElseGet(() -> new MarketplaceId(market));
                return new AccountSearch.Pair(new EntityId(parts[0]), marketplace);
            } catch (IllegalArgumentException e) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "“" + text + "” names no account: " + e.getMessage() + ".",
                        "Give it as ENTITY1AB:US or ENTITY1AB:ATVPDKIKX0DER.");
            }
        }

        private List<Instance> added(AccountSearch search, AccountSearch.Eyes eyes, AccountSearch.Discovery found)
                throws ProblemException, InterruptedException {
            if (wanted == null) {
                return List.of();
            }
            boolean all = wanted.isEmpty() || wanted.contains("*");
            var chosen = found.instances().stream()
                    .filter(it -> all || wanted.contains(it.facts().id().value()))
                    .toList();
            return session()
                    .act(
                            List.of(),
                            "amc-import",
                            "add " + chosen.size() + " AMC instances",
                            consent -> search.add(eyes, chosen, consent));
        }

        private static Object json(AccountSearch.Found it) {
            return Json.object(
                    "amcInstanceId", it.facts().id().value(),
                    "name", it.facts().name(),
                    "customer", it.facts().customer(),
                    "type", it.facts().type(),
                    "creationStatus", it.facts().creationStatus(),
                    "advertiserTypes", it.facts().advertiserTypes(),
                    "entityId", it.account().entity().value(),
                    "account", it.account().name(),
                    "marketplaceId", it.account().marketplace().map(MarketplaceId::value),
                    "country", it.account().country(),
                    "region", it.region(),
                    "instance", it.known().map(id -> id.value()));
        }
    }

    @Command(
            name = "accounts",
            description = "Lists logins with their state, and the accounts they saw.",
            footer = "  pilothouse amc accounts")
    static final class Accounts extends CliCommand {

        Accounts(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var logins = services().amc().logins().all();
            var accounts = services().amc().logins().accounts();
            return Answer.of(
                    Json.object(
                            "logins",
                            logins.stream()
                                    .map(it -> Json.object(
                                            "key", it.key(),
                                            "state", Json.word(it.state()),
                                            "consentedOn", it.consentedOn().map(Object::toString),
                                            "endsOn", it.ends().map(Object::toString),
                                            "instances",
                                                    it.instances().stream()
                                                            .map(one -> one.id().value())
                                                            .toList()))
                                    .toList(),
                            "accounts",
                            accounts.stream()
                                    .map(it -> Json.object(
                                            "login", it.login(),
                                            "entityId", it.account().entity().value(),
                                            "name", it.account().name(),
                                            "marketplaceId",
                                                    it.account().marketplace().map(MarketplaceId::value),
                                            "country", it.account().country(),
                                            "region", it.region(),
                                            "selfService", it.account().selfService(),
                                            "seenAt", it.at()))
                                    .toList()),
                    page -> {
                        var table = new Table("LOGIN", "STATE", "CONSENT", "ENDS", "INSTANCES");
                        for (var it : logins) {
                            table.row(
                                    it.key(),
                                    Json.word(it.state()),
                                    it.consentedOn().map(Object::toString).orElse(""),
                                    it.ends().map(Object::toString).orElse(""),
                                    String.join(
                                            ", ",
                                            it.instances().stream()
                                                    .map(Instance::name)
                                                    .toList()));
                        }
                        page.table(table, "There is no login: add an AMC instance.");
                        var seen = new Table("ACCOUNT", "ENTITY", "COUNTRY", "REGION", "LOGIN");
                        for (var it : accounts) {
                            seen.row(
                                    it.account().name(),
                                    it.account().entity().value(),
                                    it.account().country(),
                                    it.region(),
                                    it.login());
                        }
                        page.table(seen, "No account was looked for yet: “pilothouse amc discover”.");
                    });
        }
    }

    @Command(
            name = "instances",
            description = "Lists AMC instances with their ids at Amazon.",
            footer = "  pilothouse amc instances")
    static final class ListInstances extends CliCommand {

        ListInstances(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var states = services().health().states().get();
            var brands = services().amc().brands().byInstance();
            var instances = live(session());
            var list = new ArrayList<Object>();
            var table = new Table("INSTANCE", "AMC ID", "ENTITY", "COUNTRY", "STATE", "BRANDS");
            for (var it : instances) {
                var health = states.get(it.id());
                var names = brands.getOrDefault(it.id(), List.of()).stream()
                        .map(Brand::name)
                        .toList();
                var market = setting(it, "marketplaceId");
                var country = market.isBlank()
                        ? ""
                        : Marketplace.of(new MarketplaceId(market))
                                .map(Enum::name)
                                .orElse("");
                var facts = services().amc().memory().knownFacts(it.id());
                list.add(Json.object(
                        "id", it.id().value(),
                        "name", it.name(),
                        "amcInstanceId", Json.orNull(setting(it, "instanceId")),
                        "accountId", Json.orNull(setting(it, "accountId")),
                        "entityId", Json.orNull(setting(it, "entityId")),
                        "marketplaceId", Json.orNull(market),
                        "country", Json.orNull(country),
                        "region", Json.orNull(setting(it, "region")),
                        "lifecycle", health == null ? null : Json.word(health.lifecycle()),
                        "health", health == null ? null : health.health().map(Json::word),
                        "state", health == null ? null : Json.word(health.state()),
                        "amcInstanceName", facts.map(one -> one.name()),
                        "customer", facts.map(one -> one.customer()),
                        "type", facts.map(one -> one.type()),
                        "brands", names));
                table.row(
                        it.name(),
                        setting(it, "instanceId"),
                        setting(it, "entityId"),
                        country,
                        health == null ? "" : Json.word(health.state()),
                        String.join(", ", names));
            }
            return Answer.of(
                    Json.object("instances", list), page -> page.table(table, "There is no AMC instance yet."));
        }
    }

    @Command(
            name = "usage",
            description = "Shows runs, durations, allowance and calls of each instance.",
            footer = "  pilothouse amc usage --since 30d")
    static final class UsageCommand extends CliCommand {

        @Option(names = "--since", paramLabel = "TIME", description = "usual: 30 days ago")
        private String since = "30d";

        UsageCommand(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var now = session().clock().instant();
            var from = session().instant("--since", since, -1);
            var usage = services().amc().usage();
            var instances = usage.instances(from, now.plusMillis(1));
            var endpoints = usage.endpoints(from);
            return Answer.of(
                    Json.object(
                            "since",
                            from,
                            "instances",
                            instances.stream()
                                    .map(it -> Json.object(
                                            "instance", it.instance().value(),
                                            "name", it.name(),
                                            "workflows", it.workflows(),
                                            "runs", it.runs(),
                                            "byState", byState(it.byState()),
                                            "meanMillis", it.mean().map(Duration::toMillis),
                                            "p95Millis", it.slowest().map(Duration::toMillis),
                                            "rows", it.rows(),
                                            "sizeBytes", it.bytes(),
                                            "empty", it.empty(),
                                            "waiting", it.waiting(),
                                            "allowance", Json.object("limit", it.limit(), "used", it.usedToday())))
                                    .toList(),
                            "endpoints",
                            endpoints.stream()
                                    .map(it -> Json.object(
                                            "endpoint", it.endpoint(),
                                            "calls", it.calls(),
                                            "throttled", it.throttled(),
                                            "failed", it.failed(),
                                            "p50Millis", it.p50Millis(),
                                            "p95Millis", it.p95Millis()))
                                    .toList()),
                    page -> {
                        var table = new Table(
                                "INSTANCE", "RUNS", "WORKFLOWS", "MEAN", "95 %", "ROWS", "SIZE", "TODAY", "WAITING");
                        for (var it : instances) {
                            table.row(
                                    it.name(),
                                    Integer.toString(it.runs()),
                                    Integer.toString(it.workflows()),
                                    it.mean().map(Spans::words).orElse("–"),
                                    it.slowest().map(Spans::words).orElse("–"),
                                    Long.toString(it.rows()),
                                    new Bytes(it.bytes()).toString(),
                                    it.usedToday()
                                            + it.limit()
                                                    .map(most -> " of " + most)
                                                    .orElse(""),
                                    Integer.toString(it.waiting()));
                        }
                        page.table(table, "There is no AMC instance yet.");
                    });
        }

        private static Map<String, Integer> byState(Map<io.pilothouse.domain.amc.RunState, Integer> counts) {
            var words = new TreeMap<String, Integer>();
            counts.forEach((state, count) -> words.put(state.word(), count));
            return words;
        }
    }
}
