package io.pilothouse.cli.home;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.home.Homes.Age;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The line to a house, and the machine behind it.
final class LineCommands {

    private LineCommands() {}

    @Command(
            name = "status",
            description = "Shows how the live line to a house is. Connects when nothing is connected yet.",
            footer = "  pilothouse ha status --on Cabin")
    static final class Status extends OfHouse {

        Status(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var status = ask(house, "status", "look at the line", (homes, of) -> {
                homes.facts(of.instance().id()); // connects; a failure is in the status
                homes.ping(of.instance().id());
                return homes.status(of.instance().id());
            });
            return answer(house, Json.object("status", HomeAnswers.json(status)), page -> {
                        var table = new Table(house.name(), "");
                        table.row("State", status.state().replace('-', ' '));
                        table.row("Address", status.url());
                        table.row("Transport", status.transport());
                        table.row("Home Assistant", status.version());
                        table.row("Its state", status.homeState().orElse(""));
                        table.row("Round trip", millis(status.roundTrip()));
                        table.row("Reconnects", Integer.toString(status.reconnects()));
                        table.row("Events a second", "%.1f".formatted(status.eventsPerSecond()));
                        status.lastProblem()
                                .ifPresent(
                                        problem -> table.row("Last error", problem.summary() + " " + problem.advice()));
                        page.table(table, "");
                    })
                    .notWellIf(!status.ready());
        }
    }

    private static String millis(java.util.Optional<Duration> span) {
        return span.map(it -> it.toMillis() + " ms").orElse("");
    }

    @Command(
            name = "restart-connection",
            description = "Ends our connection to houses and makes a new one. The houses go on running.",
            footer = "  pilothouse ha restart-connection --on Cabin --force")
    static final class RestartConnection extends CliCommand {

        @Option(names = "--on", paramLabel = "INSTANCE", description = "a house; may be given several times")
        private List<String> on = List.of();

        @Option(names = "--all", description = "every house that is switched on")
        private boolean all;

        @Option(names = "--force", description = "even directly after another restart")
        private boolean force;

        private final Chooser chooser;

        RestartConnection(Session session) {
            super(session);
            chooser = new Chooser(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var houses = chooser.houses(on, all);
            var ids = houses.stream().map(house -> house.instance().id()).toList();
            var results = session().task("home-restart-line", "restart the lines of " + names(houses), ids, _ -> {
                var homes = services().homes();
                return ids.size() == 1 ? List.of(homes.restartLine(ids.getFirst(), force)) : homes.restartLines(ids);
            });
            if (results.size() == 1 && results.getFirst() instanceof LineRestart.Failed failed) {
                throw new ProblemException(failed.problem());
            }
            var json = Json.object();
            if (houses.size() == 1) {
                json.put("context", houses.getFirst().context());
            }
            json.put("results", results.stream().map(HomeAnswers::json).toList());
            return Answer.of(json, page -> {
                        for (int i = 0; i < results.size(); i++) {
                            page.line(houses.get(i).name() + ": " + words(results.get(i)));
                        }
                    })
                    .notWellIf(results.stream().anyMatch(LineRestart.Failed.class::isInstance));
        }

        private static String words(LineRestart restart) {
            return switch (restart) {
                case LineRestart.Done _ -> "connected anew.";
                case LineRestart.Skipped skipped ->
                    "restarted a moment ago; again in %.1f s, or with --force."
                            .formatted(skipped.remaining().toMillis() / 1000.0);
                case LineRestart.Failed failed ->
                    failed.problem().summary() + " " + failed.problem().advice();
            };
        }
    }

    static String names(List<OfHouse.House> houses) {
        return houses.size() == 1 ? houses.getFirst().name() : houses.size() + " houses";
    }

    /// Several houses by name, all of them, or the active one.
    static final class Chooser extends OfHouse {

        Chooser(Session session) {
            super(session);
        }

        List<House> houses(List<String> named, boolean all) throws ProblemException {
            var houses = new ArrayList<House>();
            if (all) {
                services().instances().fleet().get().live().stream()
                        .filter(instance -> instance.kind().equals(KIND))
                        .filter(Instance::enabled)
                        .forEach(instance ->
                                houses.add(new House(instance, io.pilothouse.domain.active.Resolution.Level.EXPLICIT)));
            }
            for (var words : named) {
                var house = named(words);
                if (houses.stream()
                        .noneMatch(one ->
                                one.instance().id().equals(house.instance().id()))) {
                    houses.add(house);
                }
            }
            if (houses.isEmpty()) {
                houses.add(house());
            }
            return houses;
        }

        static List<InstanceId> ids(List<House> houses) {
            return houses.stream().map(house -> house.instance().id()).toList();
        }

        @Override
        public Answer run() {
            throw new UnsupportedOperationException("only chooses");
        }
    }

    @Command(
            name = "restart-core",
            description = "Restarts Home Assistant itself, after looking whether it could start again.",
            footer = "  pilothouse ha restart-core --on Cabin --yes")
    static final class RestartCore extends OfHouse {

        RestartCore(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var result = session()
                    .consenting(
                            List.of(house.instance()),
                            consent -> ask(
                                    house,
                                    "restart-core",
                                    "restart Home Assistant",
                                    (homes, of) ->
                                            homes.restartHouse(of.instance().id(), consent)));
            return answer(
                    house,
                    Json.object("restarting", true, "call", HomeAnswers.json(result)),
                    page -> page.done(house.name() + " is restarting."));
        }
    }

    /// A report that may have been asked a few minutes ago.
    abstract static class Report<T> extends OfHouse {

        @Option(names = "--refresh", description = "ask now, even if it was asked in the last five minutes")
        private boolean refresh;

        Report(Session session) {
            super(session);
        }

        final HomeResult.Got<T> report(House house, String what) throws ProblemException, InterruptedException {
            var result = session()
                    .task(
                            "home-" + what,
                            "read the " + what + " of " + house.name(),
                            List.of(house.instance().id()),
                            _ -> read(house.instance().id(), refresh ? Age.NOW : Age.KEPT));
            if (result instanceof HomeResult.Got<T> got) {
                return got;
            }
            throw new ProblemException(((HomeResult.Failed<T>) result).problem());
        }

        abstract HomeResult<T> read(InstanceId id, Age age) throws ProblemException, InterruptedException;
    }

    @Command(
            name = "hardware",
            description = "Shows boards, dongles, drives, host and installation of a house.",
            footer = "  pilothouse ha hardware --on Cabin")
    static final class HardwareCommand extends Report<io.pilothouse.domain.home.SystemReports.Hardware> {

        HardwareCommand(Session session) {
            super(session);
        }

        @Override
        HomeResult<io.pilothouse.domain.home.SystemReports.Hardware> read(InstanceId id, Age age)
                throws ProblemException, InterruptedException {
            return homes().hardware(id, age);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var got = report(house, "hardware");
            var hardware = got.value();
            return answer(
                    house,
                    Json.object("hardware", HomeAnswers.json(hardware), "fetchedAt", got.at(), "fromCache", got.kept()),
                    page -> {
                        var table = new Table(house.name(), "");
                        hardware.system().forEach((key, value) -> table.row(key.replace('_', ' '), value));
                        hardware.host().forEach((key, value) -> table.row("host " + key.replace('_', ' '), value));
                        hardware.disk()
                                .ifPresent(disk -> table.row(
                                        "disk free",
                                        new Bytes(disk.freeBytes()) + " of " + new Bytes(disk.totalBytes())));
                        hardware.boards().forEach(board -> table.row("board", board.name()));
                        hardware.drives().forEach(drive -> table.row("drive", drive.vendor() + " " + drive.model()));
                        page.table(table, "Nothing is told.");
                        hardware.notes().forEach(page::line);
                    });
        }
    }

    @Command(
            name = "network",
            description = "Shows adapters, addresses and reachability of a house.",
            footer = "  pilothouse ha network --on Cabin")
    static final class NetworkCommand extends Report<io.pilothouse.domain.home.SystemReports.Network> {

        NetworkCommand(Session session) {
            super(session);
        }

        @Override
        HomeResult<io.pilothouse.domain.home.SystemReports.Network> read(InstanceId id, Age age)
                throws ProblemException, InterruptedException {
            return homes().network(id, age);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var got = report(house, "network");
            var network = got.value();
            return answer(
                    house,
                    Json.object("network", HomeAnswers.json(network), "fetchedAt", got.at(), "fromCache", got.kept()),
                    page -> {
                        var table = new Table("ADAPTER", "ENABLED", "ADDRESSES", "GATEWAY", "DNS");
                        network.adapters()
                                .forEach(adapter -> table.row(
                                        adapter.name() + (adapter.usual() ? " (default)" : ""),
                                        adapter.enabled() ? "yes" : "no",
                                        String.join(" ", adapter.addresses()),
                                        String.join(" ", adapter.gateways()),
                                        String.join(" ", adapter.nameServers())));
                        page.table(table, "No adapter is told.");
                        page.line(
                                "Internal address: " + network.urls().internal().orElse("not known"));
                        page.line(
                                "External address: " + network.urls().external().orElse("not known"));
                        network.notes().forEach(page::line);
                    });
        }
    }

    @Command(
            name = "urls",
            description = "Shows the addresses a house knows of itself, and the one in use.",
            footer = "  pilothouse ha urls --on Cabin")
    static final class UrlsCommand extends Report<io.pilothouse.domain.home.SystemReports.Urls> {

        UrlsCommand(Session session) {
            super(session);
        }

        @Override
        HomeResult<io.pilothouse.domain.home.SystemReports.Urls> read(InstanceId id, Age age)
                throws ProblemException, InterruptedException {
            return homes().urls(id, age);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var got = report(house, "urls");
            var urls = got.value();
            return answer(
                    house,
                    Json.object("urls", HomeAnswers.json(urls), "fetchedAt", got.at(), "fromCache", got.kept()),
                    page -> {
                        var table = new Table(house.name(), "");
                        table.row("internal", urls.internal().orElse("not known"));
                        table.row("external", urls.external().orElse("not known"));
                        table.row("cloud", urls.cloud().orElse("none"));
                        table.row("in use", urls.inUse());
                        page.table(table, "");
                        urls.notes().forEach(page::line);
                    });
        }
    }
}
