package io.pilothouse.ui.switcher;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.InstanceQuery;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import io.pilothouse.ui.shell.WindowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What the switcher finds and which line is chosen. Knows no nodes. FX thread only.
public final class SwitcherViewModel {

    /// More matches than anybody reads; typing on narrows them.
    static final int MOST = 200;

    private static final int BARS = 62;

    /// The chosen instance beside the list.
    ///
    /// @param facts what is known, title to words
    record Peek(
            Instance instance,
            ShownState state,
            String latency,
            GuardLevel guard,
            List<Bar> bars,
            SequencedMap<String, String> facts) {}

    private final UiServices services;
    private final Words words;
    private final ActiveInstance active;
    private final Background background;
    private boolean onInstance;
    private final Latest reading;
    private final ObservableList<SwitcherRow> rows = FXCollections.observableArrayList();
    private final IntegerProperty chosen = new SimpleIntegerProperty(-1);
    private final ReadOnlyObjectWrapper<Optional<Peek>> peek = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<String> count = new ReadOnlyObjectWrapper<>("");

    /// @param onInstance whether the window shows its active instance now; then the one before it is
    ///                   chosen first
    public SwitcherViewModel(
            UiServices services, Words words, ActiveInstance active, Background background, boolean onInstance) {
        this.services = services;
        this.words = words;
        this.active = active;
        this.background = background;
        this.onInstance = onInstance;
        reading = new Latest(services.fx());
        chosen.subscribe(this::showPeek);
        type("");
    }

    /// Looks anew at what there is, with nothing typed.
    ///
    /// @param nowOnInstance as of the constructor
    void begin(boolean nowOnInstance) {
        onInstance = nowOnInstance;
        type("");
    }

    ObservableList<SwitcherRow> rows() {
        return rows;
    }

    /// @return index of the chosen line among the rows, -1 for none
    IntegerProperty chosen() {
        return chosen;
    }

    ReadOnlyObjectProperty<Optional<Peek>> peek() {
        return peek.getReadOnlyProperty();
    }

    /// @return "6 of 14"
    ReadOnlyObjectProperty<String> count() {
        return count.getReadOnlyProperty();
    }

    public Optional<InstanceId> chosenInstance() {
        return match(chosen.get()).map(match -> match.instance().id());
    }

    public void type(String typed) {
        var query = InstanceQuery.of(typed, words.texts());
        var found = query.empty() ? recent() : matching(query);
        chosen.set(-1);
        rows.setAll(found);
        long matches =
                found.stream().filter(row -> row instanceof SwitcherRow.Match).count();
        count.set(words.texts()
                .text(
                        "switcher.count",
                        words.number(matches),
                        words.number(services.instances().fleet().get().live().size())));
        chooseFirst(query.empty() && onInstance && matches > 1 ? 1 : 0);
    }

    /// @param skip how many matches to leave out
    private void chooseFirst(int skip) {
        int left = skip;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) instanceof SwitcherRow.Match && left-- == 0) {
                chosen.set(i);
                return;
            }
        }
    }

    /// Chooses the next match (1) or the one before (-1), around the ends.
    public void step(int direction) {
        int at = chosen.get();
        for (int tried = 0; tried < rows.size(); tried++) {
            at = Math.floorMod(at + direction, rows.size());
            if (rows.get(at) instanceof SwitcherRow.Match) {
                chosen.set(at);
                return;
            }
        }
    }

    void choose(SwitcherRow row) {
        if (row instanceof SwitcherRow.Match) {
            chosen.set(rows.indexOf(row));
        }
    }

    /// Stops reading; called when the switcher closes.
    public void close() {
        reading.cancel();
    }

    private List<SwitcherRow> recent() {
        var order = new LinkedHashSet<>(active.recent());
        var fleet = services.instances().fleet().get();
        fleet.live().forEach(instance -> order.add(instance.id()));
        return order.stream()
                .flatMap(id -> fleet.find(id).stream())
                .filter(instance -> !instance.trashed())
                .limit(MOST)
                .<SwitcherRow>map(instance -> match(instance, "", ""))
                .toList();
    }

    private List<SwitcherRow> matching(InstanceQuery query) {
        var fleet = services.instances().fleet().get();
        Map<InstanceQuery.Place, List<SwitcherRow>> byPlace = new EnumMap<>(InstanceQuery.Place.class);
        int found = 0;
        for (var instance : fleet.live()) {
            var hit = query.find(
                    instance, state(instance), fleet.formerNames().getOrDefault(instance.id(), List.of()), words);
            if (hit.isPresent() && found++ < MOST) {
                byPlace.computeIfAbsent(hit.get().place(), _ -> new ArrayList<>())
                        .add(match(instance, hit.get().words(), query.firstWord()));
            }
        }
        var rows = new ArrayList<SwitcherRow>();
        byPlace.forEach((place, matches) -> {
            rows.add(new SwitcherRow.Caption(
                    words.texts().text("switcher.place." + place.name().toLowerCase(java.util.Locale.ROOT))));
            matches.sort(java.util.Comparator.comparingInt(row -> startsWith(row, query.firstWord())));
            rows.addAll(matches);
        });
        return rows;
    }

    /// Names that begin with the word come before those that hold it somewhere.
    private static int startsWith(SwitcherRow row, String word) {
        return row instanceof SwitcherRow.Match match
                        && match.instance()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .startsWith(word)
                ? 0
                : 1;
    }

    private SwitcherRow.Match match(Instance instance, String where, String hit) {
        var kind = words.kind(instance.kind());
        var pinned = services.settings()
                .get(WindowSettings.PINNED)
                .indexOf(instance.id().value());
        return new SwitcherRow.Match(
                instance,
                state(instance),
                services.guards().levelOf(instance.id()).compareTo(GuardLevel.GUARDED) >= 0,
                where.isEmpty()
                        ? words.texts().text("shell.place", kind, words.place(instance))
                        : words.texts().text("shell.place", where, kind),
                hit,
                pinned >= 0 && pinned < 9 ? words.texts().text("switcher.key.pinned", pinned + 1) : "");
    }

    private ShownState state(Instance instance) {
        var health = services.health().states().get().get(instance.id());
        return health == null ? ShownState.UNKNOWN : health.state();
    }

    private Optional<SwitcherRow.Match> match(int index) {
        return index >= 0 && index < rows.size() && rows.get(index) instanceof SwitcherRow.Match match
                ? Optional.of(match)
                : Optional.empty();
    }

    private void showPeek(Number index) {
        reading.cancel();
        var match = match(index.intValue());
        if (match.isEmpty()) {
            peek.set(Optional.empty());
            return;
        }
        var instance = match.get().instance();
        peek.set(Optional.of(peek(instance, List.of())));
        var until = services.clock().instant();
        reading.start(
                () -> background.read(
                        words.texts().text("switcher.reading", instance.name()),
                        List.of(instance.id()),
                        _ -> services.health().bars(instance.id(), until.minus(Duration.ofHours(24)), until, BARS)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<Bar>> read) {
                        peek.set(Optional.of(peek(instance, read.value())));
                    }
                });
    }

    private Peek peek(Instance instance, List<Bar> bars) {
        var health = Optional.ofNullable(services.health().states().get().get(instance.id()));
        var facts = new LinkedHashMap<String, String>();
        for (var task : services.tasks().tasks().get()) {
            if (task.state() == TaskState.RUNNING && task.instances().contains(instance.id()) && !task.quiet()) {
                facts.putIfAbsent(text("switcher.fact.running"), words.work(task.kind(), task.title()));
            }
        }
        health.flatMap(InstanceHealth::problem)
                .ifPresent(problem ->
                        facts.put(text("switcher.fact.problem"), words.texts().summary(problem)));
        health.flatMap(InstanceHealth::answer)
                .flatMap(CheckAnswer::firstWarning)
                .map(warning -> words.texts().said(warning.text()))
                .ifPresent(warning -> facts.put(text("switcher.fact.warning"), warning));
        putIfSaid(facts, "switcher.fact.group", instance.configuration().group());
        putIfSaid(
                facts,
                "switcher.fact.tags",
                String.join(", ", instance.configuration().tags()));
        health.flatMap(InstanceHealth::lastCheckAt)
                .ifPresent(at -> facts.put(
                        text("switcher.fact.checked"),
                        words.texts()
                                .text(
                                        "switcher.ago",
                                        words.age(Duration.between(
                                                at, services.clock().instant())))));
        health.flatMap(InstanceHealth::nextCheckAt)
                .ifPresent(at -> facts.put(
                        text("switcher.fact.next"),
                        words.time(at, services.clock().instant())));
        putIfSaid(facts, "switcher.fact.notes", instance.configuration().notes());
        return new Peek(
                instance,
                state(instance),
                health.filter(one -> one.code().isEmpty())
                        .flatMap(InstanceHealth::latency)
                        .map(latency -> words.latency(latency.toMillis()))
                        .orElse(""),
                services.guards().levelOf(instance.id()),
                bars,
                facts);
    }

    private void putIfSaid(Map<String, String> facts, String key, String value) {
        if (!value.isBlank()) {
            facts.put(text(key), value);
        }
    }

    private String text(String key) {
        return words.texts().text(key);
    }
}
