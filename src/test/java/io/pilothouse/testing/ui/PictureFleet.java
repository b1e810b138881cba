package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRule;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.tasks.connection.SentRequests;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.tasks.cycle.RuleDocument;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The fourteen instances of the pictures: one silent host, a refused key, a full disk, maintenance,
/// two Guarded ones.
public final class PictureFleet {

    private static final Instant NOW = FakeServices.NOW;

    private PictureFleet() {}

    // spotless:off
    private static final String[][] ROWS = {
        // mono, name, kind, colour, group, address, version, state, latency, history
        {"S1", "Sonarr Main", "sonarr", "COBALT", "Media", "http://nas.lan:8989/", "4.0.14", "WARNING", "31", "o55 w17"},
        {"S2", "Anime", "sonarr", "PLUM", "Media", "http://nas2.lan:8989/", "4.0.14", "DOWN", "", "o30 w1 o39 w1 d1"},
        {"R1", "Radarr HD", "radarr", "OCHRE", "Media", "http://nas.lan:7878/", "5.26.2", "HEALTHY", "12", "o25 w1 o46"},
        {"R4", "Radarr 4K", "radarr", "INDIGO", "Media", "http://nas.lan:7879/", "5.26.2", "HEALTHY", "14", ""},
        {"L1", "Music", "lidarr", "ROSE", "Media", "http://nas2.lan:8686/", "2.12.4", "DOWN", "", "o71 d1"},
        {"W1", "Clips", "whisparr", "SLATE", "Media", "http://nas.lan:6969/", "2.0.0", "MAINTENANCE", "22", "o64 m8"},
        {"Q1", "Home qBit", "qbittorrent", "TEAL", "Media", "http://nas.lan:8080/", "5.1.2", "HEALTHY", "9", ""},
        {"Q2", "Seedbox", "qbittorrent", "RUST", "Media", "https://box.example.net/", "5.0.4", "REFUSED", "", "o65 r7"},
        {"T1", "Stash", "stash", "MOSS", "Media", "http://nas2.lan:9999/", "0.29.1", "DOWN", "", "o52 n5 o14 d1"},
        {"H1", "Home", "homeassistant", "COCOA", "Home", "http://home.lan:8123/", "2026.6.1", "HEALTHY", "6", ""},
        {"H2", "Cabin", "homeassistant", "BRICK", "Home", "https://cabin.example.net/", "2026.5.4", "HEALTHY", "84", "o14 u2 o4 u1 o51"},
        {"A1", "Brand North", "amc", "GRAPHITE", "Ads", "https://advertising-api-eu.amazon.com/", "", "HEALTHY", "412", ""},
        {"A2", "Brand South", "amc", "COBALT", "Ads", "https://advertising-api-eu.amazon.com/", "", "HEALTHY", "398", "o43 w1 o28"},
        {"A3", "Brand West", "amc", "MOSS", "Ads", "https://advertising-api-eu.amazon.com/", "", "HEALTHY", "405", ""},
    };
    // spotless:on

    public static InstanceId id(String monogram) {
        for (var row : ROWS) {
            if (row[0].equals(monogram)) {
                return new InstanceId(row[2] + "-2606010800" + monogram.toLowerCase(Locale.ROOT) + "x");
            }
        }
        throw new IllegalArgumentException(monogram);
    }

    /// Fills the services with the fleet of the pictures.
    public static FakeServices make() {
        return make(new FakeServices());
    }

    /// @param fakes with a clock of their own
    public static FakeServices make(FakeServices fakes) {
        var live = new ArrayList<Instance>();
        var states = new HashMap<InstanceId, InstanceHealth>();
        var silent = new Cause(
                Cause.Kind.HOST_SILENT,
                "nas2.lan",
                NOW.minus(Duration.ofMinutes(12)),
                List.of(id("S2"), id("L1"), id("T1")));
        var refused = new Cause(
                Cause.Kind.INSTANCE,
                FaultCode.SECRET_REFUSED.name(),
                NOW.minus(Duration.ofMinutes(130)),
                List.of(id("Q2")));
        var disk = new Cause(
                Cause.Kind.INSTANCE, ShownState.WARNING.word(), NOW.minus(Duration.ofMinutes(340)), List.of(id("S1")));
        for (int i = 0; i < ROWS.length; i++) {
            var row = ROWS[i];
            var id = id(row[0]);
            live.add(instance(row, id, i));
            states.put(
                    id,
                    health(
                            row,
                            id,
                            Map.of(
                                    id("S2"), silent, id("L1"), silent, id("T1"), silent, id("Q2"), refused, id("S1"),
                                    disk)));
            fakes.health.history.put(id, row[9]);
            changed(fakes, states.get(id), row);
        }
        fakes.instances.fleet.set(Fleet.of(live, List.of(), Set.of(), Map.of(id("A2"), List.of("Radio South"))));
        fakes.health.states.set(Map.copyOf(states));
        fakes.health.causes.set(List.of(silent, refused, disk));
        fakes.homes.names =
                id -> fakes.instances.fleet.get().find(id).map(Instance::name).orElseThrow();
        fakes.connectionTests.diagnosis = everyStepFine();
        var library = new FakeLibrary();
        library.servers = live.stream()
                .filter(one -> one.id().kind().value().equals("stash"))
                .toList();
        fakes.library = library;
        fakes.preference.byKind.put(new KindId("radarr"), id("R1"));
        fakes.preference.lastKind = Optional.of(new KindId("radarr"));
        fakes.tasks.tasks.set(List.of(
                task(
                        41,
                        "missing-search",
                        "search missing movies of Radarr 4K",
                        id("R4"),
                        TaskState.RUNNING,
                        6,
                        10,
                        Origin.WINDOW), // a person may, though it is Guarded
                task(42, "full-sync", "read all torrents of Home qBit", id("Q1"), TaskState.RUNNING, 7_022, 8_571),
                task(
                        43,
                        "profile-copy",
                        "copy the profile WEB 2160p to Sonarr Main",
                        id("S1"),
                        TaskState.RUNNING,
                        1,
                        3)));
        plan(fakes, "R1", "missing-search", "search missing movies of Radarr HD", 16, Optional.empty());
        plan(fakes, "Q1", "torrents-rules", "run the torrent rules of Home qBit", 16, Optional.empty());
        plan(fakes, "R4", "missing-search", "search missing movies of Radarr 4K", 76, Optional.empty());
        plan(fakes, "S1", "missing-search", "search missing episodes of Sonarr Main", 106, Optional.empty());
        plan(fakes, "A2", "amc-schedule", "run “Path report” on Brand South", 166, Optional.empty());
        plan(
                fakes,
                "S2",
                "missing-search",
                "search missing episodes of Anime",
                230,
                Optional.of("The host nas2.lan is silent."));
        plan(
                fakes,
                "H2",
                "backup",
                "look for problems of Cabin",
                12,
                706,
                Optional.of("Cabin is Guarded: background work waits for a release."));
        held(fakes, 44, "missing-search", "search missing episodes of Anime", "S2", "The host nas2.lan is silent.");
        held(
                fakes,
                45,
                "backup",
                "look for problems of Cabin",
                "H2",
                "Cabin is Guarded: background work waits for a release.");
        return fakes;
    }

    private static Diagnosis everyStepFine() {
        return new Diagnosis(
                List.of(
                        fine(Step.NAME, 2, "nas.lan has the address 192.168.4.20."),
                        fine(Step.ADDRESS, 1, "Reached from 192.168.4.9."),
                        fine(Step.CONNECT, 3, "Port 8989 takes connections."),
                        new StepResult(
                                Step.TLS, StepOutcome.SKIPPED, OptionalLong.empty(), "Not used by this address.", ""),
                        fine(Step.HTTP, 6, "It answers (200)."),
                        fine(Step.PRODUCT, 1, "This is Sonarr, seen without sending a key.")),
                Optional.empty(),
                Optional.empty());
    }

    private static StepResult fine(Step step, long millis, String found) {
        return new StepResult(step, StepOutcome.OK, OptionalLong.of(millis), found, "");
    }

    /// As the program shows what a plan has waiting.
    private static void held(FakeServices fakes, long number, String kind, String title, String monogram, String why) {
        var task = task(number, kind, title, id(monogram), TaskState.HELD, 0, 0);
        fakes.tasks.tasks.update(before -> Stream.concat(
                        before.stream(),
                        Stream.of(new TaskView(
                                task.id(),
                                kind,
                                title,
                                task.instances(),
                                Origin.CYCLE,
                                TaskState.HELD,
                                Optional.of(why),
                                0,
                                OptionalLong.empty(),
                                "",
                                task.startedAt(),
                                Optional.empty(),
                                Map.of(),
                                Optional.empty(),
                                false,
                                false)))
                .toList());
    }

    /// One run of an instance's past: how it was from then on.
    private record Run(ShownState state, Instant from) {}

    /// @param spec as [FakeHealth#history] has it; what is not told of was healthy
    /// @return the oldest first
    private static List<Run> past(String spec) {
        var runs = new ArrayList<Run>();
        int back = 0;
        var parts = spec.isEmpty() ? new String[0] : spec.split(" ");
        for (int i = parts.length - 1; i >= 0; i--) {
            back += Integer.parseInt(parts[i].substring(1));
            var state =
                    switch (parts[i].charAt(0)) {
                        case 'w' -> ShownState.WARNING;
                        case 'r' -> ShownState.REFUSED;
                        case 'd' -> ShownState.DOWN;
                        case 'u' -> ShownState.UNSTABLE;
                        case 'm' -> ShownState.MAINTENANCE;
                        case 'n' -> ShownState.PAUSED;
                        default -> ShownState.HEALTHY;
                    };
            runs.addFirst(new Run(state, NOW.minus(Duration.ofMinutes(20L * back))));
        }
        return runs;
    }

    /// What became of it in the last day, as its bars show it; whoever cannot be asked says nothing.
    private static void changed(FakeServices fakes, InstanceHealth health, String[] row) {
        var runs = past(row[9]);
        var changes = new ArrayList<HealthRounds.StateChange>();
        for (int i = 1; i < runs.size(); i++) {
            var run = runs.get(i);
            boolean last = i == runs.size() - 1 && run.state() == health.state();
            changes.addFirst(new HealthRounds.StateChange(
                    last ? health.stateSince() : run.from(),
                    runs.get(i - 1).state(),
                    run.state(),
                    words(row[1], run.state(), health.answer().orElseThrow())));
        }
        if (!changes.isEmpty()) {
            fakes.health.changes.put(health.id(), changes);
        }
        if (Set.of(ShownState.DOWN, ShownState.REFUSED).contains(health.state())) {
            fakes.silent.add(health.id());
        }
    }

    /// As the program says it.
    private static String words(String name, ShownState state, CheckAnswer answer) {
        return switch (state) {
            case DOWN -> name + " is down: the whole host nas2.lan is silent.";
            case REFUSED -> name + " refuses the password of user pilot.";
            case MAINTENANCE -> name + " is in maintenance.";
            case PAUSED -> name + " is switched off.";
            case UNSTABLE -> name + " goes up and down.";
            case WARNING ->
                answer.firstWarning()
                        .map(warning -> name + ": " + warning.text())
                        .orElse(name + " answers more slowly than it uses to.");
            default -> name + " is healthy.";
        };
    }

    /// Puts these instead of the instances of their kind.
    public static void put(FakeServices fakes, List<Instance> instead) {
        var kinds = instead.stream().map(Instance::kind).toList();
        var fleet = fakes.instances.fleet.get();
        var live = Stream.concat(fleet.live().stream().filter(one -> !kinds.contains(one.kind())), instead.stream())
                .toList();
        fakes.instances.fleet.set(Fleet.of(live, List.of(), Set.of(), Map.of(id("A2"), List.of("Radio South"))));
    }

    /// The rules whose turns are planned, with what their turns of today came to; the torrent rules are on.
    public static void addRules(FakeServices fakes) {
        fakes.torrents.enabled = true;
        fakes.torrents.previewed = true;
        fakes.hunting.rules.set(fakes.schedules.plan.get().stream()
                .filter(planned -> planned.kind().equals("missing-search"))
                .map(planned -> status(fakes, planned))
                .toList());
    }

    private static Cycles.RuleStatus status(FakeServices fakes, Schedules.Planned planned) {
        var id = planned.instance().orElseThrow();
        boolean movies = id.kind().value().equals("radarr");
        boolean running = fakes.tasks.tasks.get().stream()
                .anyMatch(task -> task.state() == TaskState.RUNNING
                        && task.kind().equals(planned.kind())
                        && task.instances().contains(id));
        var rule = rule("{\"name\":\"Missing, slow\",\"unit\":\"%s\",\"every\":\"4h\",\"perRun\":10,\"perDay\":40}"
                .formatted(movies ? "movie" : "episode"));
        var turns = fakes.schedules.past.stream()
                .filter(turn -> turn.key().equals(planned.key()))
                .filter(turn -> turn.outcome().isPresent())
                .sorted(Comparator.comparing(Schedules.PastTurn::due).reversed())
                .toList();
        int used = running ? 6 : 0;
        for (var turn : turns) {
            if (turn.outcome().equals(Optional.of("SUCCEEDED"))) {
                var asked = asked(id, rule.name(), turn.due(), movies);
                fakes.hunting.ledger.addAll(asked);
                fakes.hunting.runs.add(run(id, rule.name(), turn.due(), asked));
                used += 10;
            }
        }
        var latest = turns.getFirst();
        return new Cycles.RuleStatus(
                id,
                rule,
                true,
                true,
                used,
                planned.nextAt(),
                Optional.of(new Cycles.LastRun(latest.due(), CycleRun.Ended.ACTED, "Asked for 10 of 26.", 10)),
                Optional.empty(),
                0,
                running);
    }

    /// The run of one turn: what it chose of all that was missing, and asked for.
    private static CycleRun run(InstanceId id, String rule, Instant at, List<LedgerEntry> asked) {
        var decisions = new ArrayList<Decision>();
        for (int i = 0; i < 26; i++) {
            var entry = asked.get(i % asked.size());
            boolean chosen = i < asked.size();
            decisions.add(new Decision(
                    new Candidate(
                            chosen ? entry.item() : new ItemKey(entry.item().type(), String.valueOf(2000 + i)),
                            Optional.empty(),
                            chosen ? entry.title() : "Harbour Lights " + i,
                            true,
                            false,
                            Set.of(),
                            "4",
                            "/media",
                            Optional.of(at.minus(Duration.ofDays(200L + i))),
                            true,
                            Optional.empty(),
                            List.of()),
                    chosen ? Optional.empty() : Optional.of(SkipReason.PER_RUN),
                    Optional.empty(),
                    ""));
        }
        var gates = Stream.of("disabled", "window", "guard", "health", "identity", "budget", "queue")
                .map(CycleRun.Gate::passed)
                .toList();
        return new CycleRun(
                at.getEpochSecond() / 60,
                id,
                rule,
                false,
                0x7f3a,
                at,
                at.plusSeconds(40),
                CycleRun.Ended.ACTED,
                "Asked for 10 of 26.",
                gates,
                Optional.empty(),
                decisions,
                List.of(),
                14);
    }

    /// What one turn asked for.
    private static List<LedgerEntry> asked(InstanceId id, String rule, Instant at, boolean movies) {
        var outcomes = List.of(
                LedgerEntry.Outcome.IN_PLACE,
                LedgerEntry.Outcome.NOTHING_FOUND,
                LedgerEntry.Outcome.IN_PLACE,
                LedgerEntry.Outcome.DOWNLOADING,
                LedgerEntry.Outcome.NOTHING_FOUND,
                LedgerEntry.Outcome.IN_PLACE,
                LedgerEntry.Outcome.FAILED,
                LedgerEntry.Outcome.IN_PLACE,
                LedgerEntry.Outcome.NOTHING_FOUND,
                LedgerEntry.Outcome.UPGRADED);
        var titles = List.of("The Long Harbour", "Tide and Timber", "Northern Light", "A Map of Rain", "Copper Valley");
        var entries = new ArrayList<LedgerEntry>();
        for (int i = 0; i < outcomes.size(); i++) {
            var outcome = outcomes.get(i);
            int number = Math.floorMod(at.getEpochSecond() / 3600 * 10 + i, 1000);
            var title = titles.get(number % titles.size());
            entries.add(new LedgerEntry(
                    number,
                    id,
                    rule,
                    new ItemKey(movies ? "movie" : "episode", String.valueOf(number)),
                    movies ? title + " (" + (2010 + number % 16) + ")" : title + " 2x%02d".formatted(1 + number % 24),
                    at.plusSeconds(i * 3L),
                    String.valueOf(number),
                    outcome,
                    "",
                    outcome.fruitful() ? "Beacon" : "",
                    outcome.settled() ? Optional.of(at.plus(Duration.ofMinutes(50))) : Optional.empty(),
                    ""));
        }
        return entries;
    }

    /// What the latest check of each sent.
    public static void addRequests(FakeServices fakes) {
        fakes.health.states.get().forEach((id, health) -> {
            boolean answers = health.code().filter(FaultCode.NO_ANSWER::equals).isEmpty();
            boolean refuses =
                    health.code().filter(FaultCode.SECRET_REFUSED::equals).isPresent();
            var path =
                    switch (id.kind().value()) {
                        case "qbittorrent" -> refuses ? "/api/v2/auth/login" : "/api/v2/app/version";
                        case "stash" -> "/graphql";
                        case "homeassistant" -> "/manifest.json";
                        case "amc" -> "/amc/instances/{id}";
                        case "lidarr" -> "/api/v1/system/status";
                        default -> "/api/v3/system/status";
                    };
            fakes.safekeeping.sent.add(new SentRequests.Sent(
                    health.lastCheckAt().orElse(NOW),
                    Optional.of(id),
                    path.equals("/graphql") || refuses ? "POST" : "GET",
                    path,
                    answers ? OptionalInt.of(refuses ? 403 : 200) : OptionalInt.empty()));
        });
    }

    private static CycleRule rule(String document) {
        try {
            return RuleDocument.rule(document, List.of(HuntRule.Unit.EPISODE, HuntRule.Unit.MOVIE));
        } catch (ProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Work every four hours, next after so many minutes.
    private static void plan(
            FakeServices fakes, String monogram, String kind, String title, int minutes, Optional<String> waiting) {
        plan(fakes, monogram, kind, title, 4, minutes, waiting);
    }

    private static void plan(
            FakeServices fakes,
            String monogram,
            String kind,
            String title,
            int every,
            int minutes,
            Optional<String> waiting) {
        var id = Optional.of(id(monogram));
        var next = NOW.plus(Duration.ofMinutes(minutes));
        var key = kind + "/" + id(monogram);
        fakes.schedules.plan.update(before -> Stream.concat(
                        before.stream(),
                        Stream.of(new Schedules.Planned(
                                key,
                                kind,
                                title,
                                id,
                                Optional.of(next),
                                MissedTurns.LATEST,
                                false,
                                waiting,
                                waiting.filter(why -> why.contains("Guarded")).isPresent()
                                        ? Set.of(Schedules.Trait.WAITS_FOR_RELEASE)
                                        : Set.of())))
                .toList());
        for (int hours = -12; hours < 24; hours += every) {
            var at = next.plus(Duration.ofHours(hours));
            if (at.isBefore(NOW)) {
                boolean waits = waiting.isPresent() && hours == -every; // its latest turn is the one that is held
                fakes.schedules.past.add(new Schedules.PastTurn(
                        key,
                        id,
                        at,
                        at,
                        waits ? Optional.empty() : Optional.of(at.plusSeconds(40)),
                        waits ? Optional.empty() : Optional.of(hours == -8 ? "FAILED" : "SUCCEEDED")));
            } else {
                fakes.schedules.turns.add(new Schedules.Turn(key, id, at));
            }
        }
    }

    /// What an instance said of itself at its latest check.
    public static void tell(FakeServices fakes, String monogram, SequencedMap<String, String> facts) {
        fakes.health.states.update(states -> {
            var next = new HashMap<>(states);
            next.compute(id(monogram), (id, old) -> {
                var answer = Objects.requireNonNull(old).answer().orElseThrow();
                var told = new CheckAnswer(
                        answer.identity(), answer.warnings(), facts, answer.certificateEnds(), false, answer.latency());
                return new InstanceHealth(
                        id,
                        old.lifecycle(),
                        old.health(),
                        old.state(),
                        old.stateSince(),
                        old.code(),
                        old.problem(),
                        old.cause(),
                        Optional.of(told),
                        old.latency(),
                        old.failures(),
                        old.lastCheckAt(),
                        old.lastHealthyAt(),
                        old.nextCheckAt(),
                        false);
            });
            return Map.copyOf(next);
        });
    }

    /// A fleet of `count` healthy instances over as many hosts as a tenth of it.
    public static FakeServices generated(int count) {
        var fakes = new FakeServices();
        var live = new ArrayList<Instance>();
        var states = new HashMap<InstanceId, InstanceHealth>();
        var kinds = List.of("sonarr", "radarr", "lidarr", "stash", "qbittorrent", "homeassistant", "amc");
        for (int i = 0; i < count; i++) {
            var kind = kinds.get(i % kinds.size());
            var suffix = Integer.toString(i + 46656, 36).substring(1);
            var row = new String[] {
                suffix.substring(1).toUpperCase(Locale.ROOT),
                "Instance " + (i + 1),
                kind,
                IdentityColour.values()[i % 12].name(),
                "Group " + (i % 20 + 1),
                "http://host" + (i / 10) + ".lan:" + (8000 + i % 10) + "/",
                "1.2." + i % 50,
                i % 97 == 13 ? "DOWN" : "HEALTHY",
                Integer.toString(10 + i % 40),
                ""
            };
            var id = new InstanceId(kind + "-2606010800" + suffix);
            live.add(instance(row, id, i));
            states.put(id, health(row, id, Map.of()));
        }
        fakes.instances.fleet.set(Fleet.of(live, List.of(), Set.of(), Map.of()));
        fakes.health.states.set(Map.copyOf(states));
        return fakes;
    }

    private static Instance instance(String[] row, InstanceId id, int position) {
        var configuration = Configuration.of(new KindId(row[2]), row[1], Address.of(row[5]))
                .withGroup(row[4])
                .withLook(IdentityColour.valueOf(row[3]), row[0])
                .withGuard(
                        Set.of("R4", "H2").contains(row[0]) && position < 14
                                ? Optional.of(GuardLevel.GUARDED)
                                : Optional.empty())
                .withTags(row[0].equals("H2") ? List.of("rare visits") : List.of());
        var identity = Optional.of(new RemoteIdentity(product(row[2]), row[6], row[1], row[0], new TreeMap<>()));
        return new Instance(
                id, position + 1, configuration, position, 1, identity, NOW, NOW, Optional.empty(), Optional.empty());
    }

    /// As services call themselves.
    private static String product(String kind) {
        return switch (kind) {
            case "qbittorrent" -> "qBittorrent";
            case "homeassistant" -> "Home Assistant";
            case "amc" -> "Amazon Marketing Cloud";
            default -> Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
        };
    }

    private static InstanceHealth health(String[] row, InstanceId id, Map<InstanceId, Cause> causes) {
        var state = ShownState.valueOf(row[7]);
        var code =
                switch (state) {
                    case DOWN -> Optional.of(FaultCode.NO_ANSWER);
                    case REFUSED -> Optional.of(FaultCode.SECRET_REFUSED);
                    default -> Optional.<FaultCode>empty();
                };
        var cause = Optional.ofNullable(causes.get(id));
        var facts = new LinkedHashMap<String, String>();
        if (row[2].equals("homeassistant")) {
            facts.put("entities", row[0].equals("H1") ? "412" : "37");
        }
        var warnings = state == ShownState.WARNING
                ? List.of(new ServiceWarning(
                        ServiceWarning.Severity.WARNING,
                        "RootFolderCheck",
                        "/tv has 4 % free, 182 GB of 4.0 TB",
                        Optional.empty()))
                : List.<ServiceWarning>of();
        var answer = new CheckAnswer(
                new RemoteIdentity(product(row[2]), row[6], row[1], row[0], new TreeMap<>()),
                warnings,
                facts,
                Optional.empty(),
                false);
        return new InstanceHealth(
                id,
                Lifecycle.ACTIVE,
                Optional.of(code.map(FaultCode::health).orElse(Health.HEALTHY)),
                state,
                cause.map(Cause::since).orElseGet(() -> since(row[9])),
                code,
                code.map(why -> new Problem(why.problemCode(), words(row[1], state, answer), "Diagnose it.")),
                cause,
                Optional.of(answer),
                row[8].isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(Long.parseLong(row[8]))),
                code.isPresent() ? 3 : 0,
                Optional.of(NOW.minusSeconds(12)),
                Optional.of(
                        code.isPresent() ? cause.map(Cause::since).orElse(NOW).minusSeconds(48) : NOW.minusSeconds(12)),
                Optional.of(NOW.plusSeconds(48)),
                false);
    }

    /// @return when the last of its runs began; where none is told of, three days ago
    private static Instant since(String history) {
        var runs = past(history);
        return runs.size() < 2 ? NOW.minus(Duration.ofDays(3)) : runs.getLast().from();
    }

    public static TaskView task(
            long number, String kind, String title, InstanceId id, TaskState state, long done, long total) {
        return task(number, kind, title, id, state, done, total, Origin.CYCLE);
    }

    private static TaskView task(
            long number,
            String kind,
            String title,
            InstanceId id,
            TaskState state,
            long done,
            long total,
            Origin origin) {
        return new TaskView(
                new TaskId(number),
                kind,
                title,
                List.of(id),
                origin,
                state,
                Optional.empty(),
                done,
                OptionalLong.of(total),
                "",
                NOW.minusSeconds(60 + number),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                false,
                false);
    }
}
