package io.pilothouse.ui.compare;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.compare.SettingLine;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.compare.Comparing;
import io.pilothouse.tasks.compare.Comparing.Change;
import io.pilothouse.tasks.compare.Comparing.Comparison;
import io.pilothouse.tasks.compare.Comparing.Result;
import io.pilothouse.tasks.undo.Undoing;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the page of comparison shows. It stays with the instances that were chosen, whatever the window
/// shows. Knows no nodes. FX thread only.
final class CompareViewModel {

    /// How a setting stands over the compared instances.
    enum Sign {
        SAME,
        DIFFERENT,
        ONLY_SOME,
        DRIFTED,
        ON_PURPOSE
    }

    /// One line.
    ///
    /// @param values in the order of the chosen instances, `null` nowhere: absent ones are empty
    record Row(HeldSetting.Key key, List<Optional<String>> values, Sign sign, boolean copyable) {
        Row {
            values = List.copyOf(values);
        }
    }

    /// @param different those that differ, but not on purpose
    /// @param failed    why nothing could be compared
    /// @param since     when the baseline of the only chosen instance was kept
    record View(
            List<Instance> chosen,
            List<Instance> offered,
            boolean onlyDifferent,
            boolean asking,
            boolean asked,
            List<Row> rows,
            int settings,
            int different,
            Map<InstanceId, Problem> silent,
            Optional<Problem> failed,
            Optional<Instant> since) {
        View {
            chosen = List.copyOf(chosen);
            offered = List.copyOf(offered);
            rows = List.copyOf(rows);
            silent = Map.copyOf(silent);
        }
    }

    private final UiServices services;
    private final Words words;
    private final Latest asking;
    private final ReadOnlyObjectWrapper<View> view;
    private final List<InstanceId> chosen = new ArrayList<>();
    private boolean onlyDifferent = true;
    private Optional<Comparison> comparison = Optional.empty();
    private Optional<Problem> failed = Optional.empty();
    private final Set<TaskId> copied = new HashSet<>();
    private final Set<TaskId> known = new HashSet<>();
    private Subscription undone = () -> {};

    CompareViewModel(UiServices services, Words words) {
        this.services = services;
        this.words = words;
        asking = new Latest(services.fx());
        view = new ReadOnlyObjectWrapper<>(make());
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    /// Begins with an instance and the others of its kind, up to four.
    void begin(InstanceId first) {
        chosen.clear();
        chosen.add(first);
        services.instances().fleet().get().live().stream()
                .filter(instance ->
                        instance.kind().equals(first.kind()) && !instance.id().equals(first))
                .limit(Comparing.MOST - 1L)
                .map(Instance::id)
                .forEach(chosen::add);
        ask();
    }

    void add(InstanceId id) {
        if (!chosen.contains(id) && chosen.size() < Comparing.MOST) {
            chosen.removeIf(other -> !other.kind().equals(id.kind()));
            chosen.add(id);
            ask();
        }
    }

    void remove(InstanceId id) {
        if (chosen.remove(id)) {
            ask();
        }
    }

    void onlyDifferent(boolean only) {
        onlyDifferent = only;
        publish();
    }

    /// Asks all chosen instances again.
    void ask() {
        comparison = Optional.empty();
        failed = Optional.empty();
        var ids = List.copyOf(chosen);
        if (ids.isEmpty()) {
            asking.cancel();
            publish();
            return;
        }
        asking.start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("compare", "compare the settings of " + names(ids), ids, Origin.WINDOW),
                                _ -> services.comparing().compare(ids)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Comparison>(Comparison found) -> comparison = Optional.of(found);
                        case Outcome.Failed<Comparison>(Problem problem) -> failed = Optional.of(problem);
                        case Outcome.Cancelled<Comparison>() -> {}
                    }
                    publish();
                });
        publish();
    }

    private String names(Collection<InstanceId> ids) {
        return String.join(
                ", ",
                ids.stream()
                        .flatMap(id -> services.instances().find(id).stream())
                        .map(Instance::name)
                        .toList());
    }

    private void publish() {
        view.set(make());
    }

    private View make() {
        var fleet = services.instances().fleet().get();
        var shown = chosen.stream().flatMap(id -> fleet.find(id).stream()).toList();
        var kind = shown.stream().findFirst().map(Instance::kind);
        var offered = fleet.live().stream()
                .filter(instance -> !chosen.contains(instance.id()))
                .filter(instance -> chosen.size() < Comparing.MOST)
                .filter(instance -> kind.map(instance.kind()::equals).orElseGet(() -> several(instance.kind())))
                .toList();
        var baseline = shown.size() == 1
                ? services.comparing().baseline(shown.getFirst().id())
                : Optional.<Comparing.Baseline>empty();
        var all = comparison.map(this::rows).orElse(List.of());
        var notAlike = all.stream().filter(row -> row.sign() != Sign.SAME).toList();
        return new View(
                shown,
                offered,
                onlyDifferent,
                asking.busy(),
                comparison.isPresent(),
                onlyDifferent && (shown.size() > 1 || baseline.isPresent()) ? notAlike : all,
                all.size(),
                (int) notAlike.stream()
                        .filter(row -> row.sign() != Sign.ON_PURPOSE)
                        .count(),
                comparison.map(Comparison::silent).orElse(Map.of()),
                failed,
                baseline.map(Comparing.Baseline::at));
    }

    private boolean several(KindId kind) {
        return services.instances().fleet().get().live().stream()
                        .filter(instance -> instance.kind().equals(kind))
                        .count()
                > 1;
    }

    private List<Row> rows(Comparison found) {
        var drifted = found.instances().size() == 1
                ? services.comparing().drift(found, found.instances().getFirst())
                : List.<SettingLine>of();
        return found.lines().stream()
                .map(line -> new Row(
                        line.key(),
                        found.instances().stream().map(line::of).toList(),
                        sign(found, line, drifted),
                        line.copyable()))
                .toList();
    }

    private Sign sign(Comparison found, SettingLine line, List<SettingLine> drifted) {
        if (drifted.contains(line)) {
            return Sign.DRIFTED;
        }
        boolean alone = found.instances().size() == 1;
        boolean same = found.same(line);
        if (same && !alone) {
            return Sign.SAME;
        }
        // those that hold it on purpose are left out: do the others hold it alike?
        var known = found.known(line);
        var others = known.stream()
                .filter(id -> !services.comparing().onPurpose(id).contains(line.key()))
                .toList();
        if (others.size() < known.size()
                && others.stream().map(line::of).distinct().count() <= 1) {
            return Sign.ON_PURPOSE;
        }
        if (same) {
            return Sign.SAME;
        }
        return line.values().size() < known.size() ? Sign.ONLY_SOME : Sign.DIFFERENT;
    }

    // ---- copying

    /// What copying these lines from one instance would change.
    List<Change> plan(InstanceId from, Collection<HeldSetting.Key> keys) {
        return comparison
                .map(found -> services.comparing().plan(found, from, keys))
                .orElse(List.of());
    }

    /// Makes the changes of a plan, then asks again.
    ///
    /// @param told gets what became of each target, and the task to take it back by
    void copy(List<Change> changes, Consent consent, BiConsumer<TaskId, List<Result>> told, Consumer<Problem> failed) {
        var ids = changes.stream().map(Change::target).distinct().toList();
        var copying = services.tasks()
                .start(
                        new TaskRequest(
                                "copy-settings",
                                "copy " + (changes.size() == 1 ? "1 setting" : changes.size() + " settings") + " to "
                                        + names(ids),
                                ids,
                                Origin.WINDOW),
                        context -> services.comparing().copy(changes, consent, context));
        copying.whenEnded(services.fx(), outcome -> {
            copied.add(copying.id());
            switch (outcome) {
                case Outcome.Succeeded<List<Result>>(List<Result> results) -> {
                    told.accept(copying.id(), results);
                    ask();
                }
                case Outcome.Failed<List<Result>>(Problem problem) -> failed.accept(problem);
                case Outcome.Cancelled<List<Result>>() -> ask();
            }
        });
    }

    /// What is taken back is asked anew.
    private void takenBack(List<Undoing.Undoable> left) {
        var there = left.stream().map(Undoing.Undoable::task).collect(Collectors.toSet());
        known.addAll(there);
        if (copied.removeIf(task -> known.contains(task) && !there.contains(task))) {
            ask();
        }
    }

    void follow() {
        undone = services.undoing().undoable().subscribe(services.fx(), this::takenBack);
    }

    /// Says of settings whether the chosen instances hold them on purpose.
    void keepOnPurpose(Collection<HeldSetting.Key> keys, boolean onPurpose) {
        comparison.ifPresent(found -> services.tasks()
                .start(
                        new TaskRequest(
                                "keep-on-purpose",
                                words.texts().text("compare.purposing", names(found.instances())),
                                found.instances(),
                                Origin.WINDOW),
                        _ -> {
                            services.comparing().keepOnPurpose(found, keys, onPurpose);
                            return true;
                        })
                .whenEnded(services.fx(), _ -> publish()));
    }

    /// Keeps how all chosen instances stand now.
    void keepBaselines(Runnable kept) {
        comparison.ifPresent(found -> services.tasks()
                .start(
                        new TaskRequest(
                                "keep-baseline",
                                "keep the settings of " + names(found.instances()),
                                found.instances(),
                                Origin.WINDOW),
                        _ -> {
                            found.instances().forEach(id -> services.comparing().keepBaseline(found, id));
                            return true;
                        })
                .whenEnded(services.fx(), outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Boolean>) {
                        kept.run();
                        publish();
                    }
                }));
    }

    void rest() {
        undone.close();
        asking.cancel();
    }
}
