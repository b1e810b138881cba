package io.pilothouse.ui.schedule;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.maintenance.Maintenance.Period;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules.PastTurn;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.tasks.schedule.Schedules.Turn;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import io.pilothouse.ui.shell.ChoicesMade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// What the schedules page shows: all regular work, and a day of its turns by host. Knows no nodes. FX
/// thread only.
final class ScheduleViewModel {

    private static final Duration BACK = Duration.ofHours(8);
    private static final Duration AHEAD = Duration.ofHours(16);

    /// Turns of one host closer than this may be in each other's way.
    private static final Duration CLOSE = Duration.ofMinutes(5);

    /// Work with more turns a day than this is drawn as a line.
    private static final int OFTEN = 48;

    /// How a turn stands or ended.
    enum Fate {
        NEXT,
        HELD,
        RUNNING,
        DONE,
        FAILED,
        LEFT_OUT
    }

    /// One turn on the strip.
    ///
    /// @param words what a screen reader and the tooltip say
    record Mark(Instant at, String key, Optional<Instance> instance, Fate fate, String words) {}

    /// One host.
    ///
    /// @param often       work that comes so often that it is a line
    /// @param maintenance windows in which its instances are expected to misbehave
    record Lane(String host, List<Mark> marks, List<String> often, List<Period> maintenance) {
        Lane {
            marks = List.copyOf(marks);
            often = List.copyOf(often);
            maintenance = List.copyOf(maintenance);
        }
    }

    /// Turns of one host that come at about the same time.
    ///
    /// @param first whether it is the host's next
    record Collision(String host, List<Mark> marks, boolean first) {
        Collision {
            marks = List.copyOf(marks);
        }

        Instant at() {
            return marks.getFirst().at();
        }

        int count() {
            return marks.size();
        }
    }

    /// One line of the list.
    ///
    /// @param ofRule whether it can be tried
    record Row(
            String key,
            String kind,
            Optional<Instance> instance,
            String title,
            Optional<Instant> next,
            Fate fate,
            String why,
            Optional<Instant> last,
            Optional<Fate> lastFate,
            String missed,
            boolean ofRule,
            Set<Trait> traits) {

        /// @return whether its turn waits for a release
        boolean guarded() {
            return traits.contains(Trait.WAITS_FOR_RELEASE);
        }

        /// @return whether one turn of it can be released
        boolean releasable() {
            return guarded() && !often();
        }

        boolean often() {
            return traits.contains(Trait.OFTEN);
        }

        boolean asks() {
            return traits.contains(Trait.ASKS);
        }

        /// @return whether people choose here what becomes of its missed turns
        boolean missedChosen() {
            return ofRule && !asks();
        }
    }

    /// @param missed what became of turns while nobody could run them; empty for none
    record View(
            Instant from,
            Instant until,
            Instant now,
            List<Lane> lanes,
            List<Collision> collisions,
            List<Row> rows,
            String missed,
            boolean read) {
        View {
            lanes = List.copyOf(lanes);
            collisions = List.copyOf(collisions);
            rows = List.copyOf(rows);
        }
    }

    private record Read(List<Turn> turns, List<PastTurn> past) {}

    private final UiServices services;
    private final Words words;
    private final Background background;
    private final Consumer<ChoicesMade.Made> made;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<View> view;
    private Read read = new Read(List.of(), List.of());
    private boolean wasRead;
    private @Nullable Batch batch;

    /// @param made keeps each choice so that it can be taken back
    ScheduleViewModel(UiServices services, Words words, Background background, Consumer<ChoicesMade.Made> made) {
        this.made = made;
        this.services = services;
        this.words = words;
        this.background = background;
        reading = new Latest(services.fx());
        view = new ReadOnlyObjectWrapper<>(make());
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    void follow() {
        if (batch == null) {
            batch = new Batch(services.later(), services.fx(), this::readAgain)
                    .on(services.schedules().plan())
                    .on(services.maintenance().planned())
                    .on(services.instances().fleet());
            readAgain();
        }
    }

    void rest() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
        reading.cancel();
    }

    /// Reads turns again and paints.
    void readAgain() {
        view.set(make());
        var now = services.clock().instant();
        reading.start(
                () -> background.read(
                        words.texts().text("schedule.reading"),
                        List.of(),
                        _ -> new Read(
                                services.schedules().turns(now, now.plus(AHEAD)),
                                services.schedules().past(now.minus(Duration.ofDays(7))))),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Read>(Read found)) {
                        read = found;
                        wasRead = true;
                        view.set(make());
                    }
                });
    }

    private View make() {
        var now = services.clock().instant();
        var from = now.minus(BACK);
        var until = now.plus(AHEAD);
        var lanes = lanes(from, until, now);
        return new View(from, until, now, lanes, collisions(lanes, now), rows(), missed(now), wasRead);
    }

    // ---- the strip

    private List<Lane> lanes(Instant from, Instant until, Instant now) {
        var plan = services.schedules().plan().get().stream()
                .collect(Collectors.toMap(Planned::key, planned -> planned, (one, _) -> one));
        var counts = new HashMap<String, Integer>();
        read.turns.forEach(turn -> counts.merge(turn.key(), 1, Integer::sum));
        read.past.stream()
                .filter(turn -> !turn.due().isBefore(from))
                .forEach(turn -> counts.merge(turn.key(), 1, Integer::sum));
        var marks = new TreeMap<String, List<Mark>>();
        var often = new HashMap<String, List<String>>();
        var waiting = plan.values().stream()
                .filter(ScheduleViewModel::held)
                .collect(Collectors.toMap(Planned::key, planned -> planned));
        for (var turn : read.past) {
            if (!turn.due().isBefore(from) && turn.due().isBefore(until) && !often(counts, turn.key())) {
                var title = Optional.ofNullable(plan.get(turn.key()))
                        .map(this::title)
                        .orElseGet(() -> words.texts().text("schedule.gone"));
                boolean open = fate(turn) == Fate.RUNNING; // claimed, and not ended
                boolean held = open && held(plan.get(turn.key()));
                if (held) {
                    waiting.remove(turn.key());
                }
                add(marks, turn.instance(), turn.due(), turn.key(), held ? Fate.HELD : fate(turn), title, now);
            }
        }
        for (var turn : read.turns) {
            var planned = plan.get(turn.key());
            if (planned == null || !turn.at().isAfter(now)) {
                continue;
            }
            if (often(counts, turn.key())) {
                often(planned, often, marks);
            } else {
                add(marks, turn.instance(), turn.at(), turn.key(), Fate.NEXT, title(planned), now);
            }
        }
        plan.values().stream()
                .filter(planned -> planned.is(Trait.OFTEN) && !held(planned))
                .forEach(planned -> often(planned, often, marks));
        waiting.values().stream() // whose turn is not in the store, or came before the strip begins
                .filter(planned -> !often(counts, planned.key()))
                .forEach(planned -> add(marks, planned.instance(), now, planned.key(), Fate.HELD, title(planned), now));
        var periods = Stream.concat(services.maintenance().planned().get().stream(), weekly(now, until))
                .toList();
        periods.forEach(period -> marks.computeIfAbsent(host(Optional.of(period.id())), _ -> new ArrayList<>()));
        return marks.entrySet().stream()
                .map(lane -> new Lane(
                        lane.getKey(),
                        lane.getValue().stream()
                                .sorted(Comparator.comparing(Mark::at).thenComparing(Mark::key))
                                .toList(),
                        often.getOrDefault(lane.getKey(), List.of()),
                        periods.stream()
                                .filter(period -> host(Optional.of(period.id())).equals(lane.getKey())
                                        && period.from().isBefore(until)
                                        && period.until().isAfter(from))
                                .toList()))
                .toList();
    }

    /// What the weekly windows hold from now on; those before may have been planned only since.
    private Stream<Period> weekly(Instant now, Instant until) {
        return services.instances().fleet().get().live().stream()
                .flatMap(instance ->
                        services.maintenance().weekly(instance.id()).between(now, until, services.zone()).stream()
                                .map(one -> new Period(instance.id(), one.from(), one.until())));
    }

    private void often(Planned planned, Map<String, List<String>> often, Map<String, List<Mark>> marks) {
        var titles = often.computeIfAbsent(host(planned.instance()), _ -> new ArrayList<>());
        marks.computeIfAbsent(host(planned.instance()), _ -> new ArrayList<>());
        if (!titles.contains(title(planned))) {
            titles.add(title(planned));
        }
    }

    private static boolean held(@Nullable Planned planned) {
        return planned != null && planned.waiting().isPresent() && !planned.running();
    }

    private static boolean often(Map<String, Integer> counts, String key) {
        return counts.getOrDefault(key, 0) > OFTEN;
    }

    private void add(
            Map<String, List<Mark>> marks,
            Optional<InstanceId> id,
            Instant at,
            String key,
            Fate fate,
            String title,
            Instant now) {
        var instance = id.flatMap(services.instances()::find);
        var said = words.texts()
                .text(
                        "schedule.mark",
                        words.time(at, now),
                        instance.map(Instance::name)
                                .orElseGet(() -> words.texts().text("common.application")),
                        title,
                        words.texts().text("schedule.fate." + word(fate)));
        marks.computeIfAbsent(host(id), _ -> new ArrayList<>()).add(new Mark(at, key, instance, fate, said));
    }

    private String host(Optional<InstanceId> id) {
        return id.flatMap(services.instances()::find)
                .map(instance -> instance.address().host())
                .orElseGet(() -> words.texts().text("common.application"));
    }

    static String word(Fate fate) {
        return Words.stable(fate);
    }

    private static Fate fate(PastTurn turn) {
        return switch (turn.outcome().orElse("")) {
            case "" -> Fate.RUNNING;
            case "SUCCEEDED" -> Fate.DONE;
            case "FAILED", "INTERRUPTED" -> Fate.FAILED;
            default -> Fate.LEFT_OUT;
        };
    }

    /// @return what one could move: a schedule of Amazon's service is one piece on however many instances
    private String piece(Mark mark) {
        return services.schedules().plan().get().stream()
                .filter(planned ->
                        planned.key().equals(mark.key()) && planned.kind().equals("amc-schedule"))
                .findFirst()
                .map(this::title)
                .orElse(mark.key());
    }

    /// Of each host the moments to come at which several turns begin closely together.
    private List<Collision> collisions(List<Lane> lanes, Instant now) {
        var found = new ArrayList<Collision>();
        for (var lane : lanes) {
            var ahead = lane.marks().stream()
                    .filter(mark -> mark.at().isAfter(now) && mark.instance().isPresent())
                    .toList();
            for (int i = 0; i < ahead.size(); ) {
                int j = i + 1;
                while (j < ahead.size()
                        && Duration.between(ahead.get(i).at(), ahead.get(j).at())
                                        .compareTo(CLOSE)
                                < 0) {
                    j++;
                }
                if (ahead.subList(i, j).stream().map(this::piece).distinct().count() > 1) {
                    boolean first = found.stream().noneMatch(one -> one.host().equals(lane.host()));
                    found.add(new Collision(lane.host(), ahead.subList(i, j), first));
                }
                i = j;
            }
        }
        found.sort(Comparator.comparing(Collision::at).thenComparing(Collision::host));
        return found;
    }

    // ---- the list

    private List<Row> rows() {
        var last = new LinkedHashMap<String, PastTurn>();
        read.past.stream()
                .filter(turn -> fate(turn) == Fate.DONE || fate(turn) == Fate.FAILED)
                .forEach(turn -> last.putIfAbsent(turn.key(), turn));
        return services.schedules().plan().get().stream()
                .map(planned -> row(planned, Optional.ofNullable(last.get(planned.key()))))
                .toList();
    }

    private Row row(Planned planned, Optional<PastTurn> last) {
        return new Row(
                planned.key(),
                planned.kind(),
                planned.instance().flatMap(services.instances()::find),
                title(planned),
                planned.nextAt(),
                standing(planned),
                planned.waiting()
                        .map(why -> new RunWords(words).of(why, services.clock().instant()))
                        .orElseGet(() -> planned.is(Trait.OFTEN) ? words.texts().text("schedule.often") : ""),
                last.map(turn -> turn.endedAt().orElse(turn.due())),
                last.map(ScheduleViewModel::fate),
                planned.is(Trait.OFTEN) ? "" : missed(planned.missed()),
                planned.ofRule(),
                planned.traits());
    }

    private static Fate standing(Planned planned) {
        if (planned.running()) {
            return Fate.RUNNING;
        }
        return planned.waiting().isPresent() ? Fate.HELD : planned.is(Trait.OFTEN) ? Fate.RUNNING : Fate.NEXT;
    }

    private String title(Planned planned) {
        return words.workKind(planned.kind(), planned.title());
    }

    String missed(MissedTurns turns) {
        return words.texts().text("schedule.missed." + Words.stable(turns));
    }

    private String missed(Instant now) {
        long superseded = 0;
        long left = 0;
        long ran = 0;
        for (var turn : read.past) {
            if (turn.claimedAt().isBefore(now.minus(Duration.ofHours(24)))) {
                continue;
            }
            switch (turn.outcome().orElse("")) {
                case "MISSED_SUPERSEDED" -> superseded++;
                case "MISSED", "MISSED_TOO_OLD" -> left++;
                case "SUCCEEDED", "FAILED" -> {
                    if (Duration.between(turn.due(), turn.claimedAt()).toSeconds() > 120) {
                        ran++;
                    }
                }
                default -> {}
            }
        }
        long all = superseded + left + ran;
        return all == 0 ? "" : words.texts().text("schedule.missed.told", all, ran, superseded, left);
    }

    // ---- acts

    void runNow(List<Row> rows) {
        rows.forEach(row -> act(
                "schedule-run",
                "give a turn now: ",
                row,
                () -> services.schedules().runNow(row.key())));
    }

    void skipNext(List<Row> rows) {
        rows.forEach(row -> act(
                "schedule-skip",
                "leave out the next turn: ",
                row,
                () -> services.schedules().skipNext(row.key())));
    }

    /// @return what was chosen for this rule alone; empty where the settings decide
    Optional<MissedTurns> missedOf(Row row) {
        return services.settings().get(MissedTurns.chosenFor(row.key()));
    }

    /// @return what the settings say for all rules
    MissedTurns missedOfAll() {
        return services.settings().get(MissedTurns.CHOSEN);
    }

    /// @param turns empty for as the settings say
    void chooseMissed(Row row, Optional<MissedTurns> turns) {
        var setting = MissedTurns.chosenFor(row.key());
        var before = missedOf(row);
        if (!before.equals(turns)) {
            background.store(setting, turns);
            made.accept(new ChoicesMade.Made(
                    services.clock().instant(),
                    words.texts().text("settings.chosen", words.texts().text("schedule.missed-of", row.title())),
                    () -> background.store(setting, before),
                    () -> background.store(setting, turns)));
        }
    }

    @FunctionalInterface
    private interface Doing {
        void run() throws io.pilothouse.domain.ProblemException;
    }

    private void act(String kind, String verb, Row row, Doing doing) {
        background.act(
                kind,
                verb + services.schedules().title(row.key()),
                row.instance().map(Instance::id),
                _ -> {
                    doing.run();
                    return true;
                },
                _ -> readAgain());
    }
}
