package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.cycle.Cycles.Queued;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.TakingBack;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What the pages of one instance can have done, each put to the guards first. FX thread only.
final class HuntingActs {

    static final int LISTED = 50;

    private final WindowContext window;
    private final InstanceId id;

    HuntingActs(WindowContext window, InstanceId id) {
        this.window = window;
        this.id = id;
    }

    /// Something that can be searched by hand.
    static Candidate candidate(ItemKey item, String title) {
        return new Candidate(
                item,
                Optional.empty(),
                title,
                true,
                false,
                Set.of(),
                "",
                "",
                Optional.empty(),
                true,
                Optional.empty(),
                List.of());
    }

    void search(List<Candidate> items, Runnable after) {
        if (items.isEmpty()) {
            return;
        }
        var titles = items.stream().map(Candidate::title).limit(LISTED).toList();
        ask(
                new Act(ActionClass.COSTLY, List.of(id), "search " + items.size() + " items", titles, items.size()),
                "search",
                items.size(),
                consent -> searchAgreed(items, consent, after));
    }

    /// @param consent what the person gave when they were asked
    void searchAgreed(List<Candidate> items, Consent consent, Runnable after) {
        window.background()
                .act(
                        "cycle",
                        "search " + items.size() + " items of " + name(),
                        id,
                        context -> window.services().cycles().searchNow(id, items, consent, context),
                        run -> told(run, after));
    }

    private void told(CycleRun run, Runnable after) {
        var said = new RunWords(window.words())
                .of(run.reason(), window.services().clock().instant());
        window.toasts().news(instance(), said, Optional.empty());
        after.run();
    }

    /// What earlier searches are remembered of.
    private record Memory(Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent) {}

    void forget(List<ItemKey> items, Runnable after) {
        forgetThese(
                items.stream()
                        .map(it -> new Memory(Optional.empty(), Optional.of(it), Optional.empty()))
                        .toList(),
                after);
    }

    /// Titles and all their episodes, albums or books.
    void forgetTitles(List<ItemKey> titles) {
        forgetThese(
                titles.stream()
                        .flatMap(it -> Stream.of(
                                new Memory(Optional.empty(), Optional.of(it), Optional.empty()),
                                new Memory(Optional.empty(), Optional.empty(), Optional.of(it))))
                        .toList(),
                () -> {});
    }

    /// @param rule empty for all that was searched on the instance
    void forgetAll(Optional<String> rule) {
        ask(
                new Act(
                        ActionClass.COSTLY,
                        List.of(id),
                        rule.map(it -> "forget the earlier searches of the rule \"" + it + "\"")
                                .orElse("forget all earlier searches"),
                        List.of(),
                        1),
                rule.isPresent() ? "forget-rule" : "forget-all",
                1,
                _ -> forgetThese(List.of(new Memory(rule, Optional.empty(), Optional.empty())), () -> {}));
    }

    private void forgetThese(List<Memory> memories, Runnable after) {
        window.background()
                .act(
                        "cycle-reset",
                        "forget earlier searches of " + name(),
                        id,
                        _ -> {
                            int forgotten = 0;
                            for (var it : memories) {
                                forgotten += window.services()
                                        .cycles()
                                        .reset(id, it.rule(), it.item(), it.parent(), Consent.none(Origin.WINDOW));
                            }
                            return forgotten;
                        },
                        forgotten -> {
                            window.toasts()
                                    .news(
                                            instance(),
                                            window.texts().text("hunting.forgotten", forgotten),
                                            Optional.empty());
                            after.run();
                        });
    }

    /// Leaves an item out of a rule for good; the rule's document says until when it could be.
    void exclude(String rule, ItemKey item, String title) {
        window.background()
                .act(
                        "cycle-exclude",
                        "leave “" + title + "” out of “" + rule + "” of " + name(),
                        id,
                        _ -> window.services()
                                .cycles()
                                .exclude(id, rule, item, Optional.empty(), Consent.none(Origin.WINDOW)),
                        _ -> window.toasts()
                                .news(
                                        instance(),
                                        window.texts().text("hunting.excluded", title, rule),
                                        Optional.empty()));
    }

    void monitor(List<ItemKey> items, boolean monitored, Runnable after) {
        var verb = monitored ? "monitor" : "unmonitor";
        ask(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(id),
                        verb + " " + items.size() + " items",
                        List.of(),
                        items.size()),
                verb,
                items.size(),
                consent -> window.background()
                        .act(
                                "arr-monitor",
                                verb + " " + items.size() + " items of " + name(),
                                id,
                                context -> {
                                    window.services().shelves().monitor(id, items, monitored, consent, context);
                                    return context.id();
                                },
                                task -> {
                                    var said = window.texts().text("hunting." + verb + "-done", items.size(), name());
                                    window.toasts()
                                            .news(
                                                    instance(),
                                                    said,
                                                    Optional.of(new TakingBack(window).offer(task, said)));
                                    after.run();
                                }));
    }

    void takeOut(List<Queued> downloads, boolean again, Runnable after) {
        var titles = downloads.stream().map(Queued::title).limit(LISTED).toList();
        ask(
                new Act(
                        ActionClass.DESTRUCTIVE,
                        List.of(id),
                        "take " + counted(downloads) + " out of the queue",
                        titles,
                        downloads.size()),
                again ? "another" : "take-out",
                downloads.size(),
                consent -> takeOutAgreed(downloads, again, consent, after));
    }

    /// @param consent what the person gave when they were asked
    void takeOutAgreed(List<Queued> downloads, boolean again, Consent consent, Runnable after) {
        window.background()
                .act(
                        "queue-remove",
                        "take " + counted(downloads) + " out of the queue of " + name(),
                        id,
                        context -> window.services()
                                .cycles()
                                .removeFromQueue(id, downloads, again, again, consent, context),
                        _ -> after.run());
    }

    void importNow(List<Queued> downloads, Runnable after) {
        ask(
                new Act(
                        ActionClass.COSTLY,
                        List.of(id),
                        "import " + counted(downloads) + " by hand",
                        downloads.stream().map(Queued::title).limit(LISTED).toList(),
                        downloads.size()),
                "import",
                downloads.size(),
                consent -> window.background()
                        .act(
                                "queue-import",
                                "import " + counted(downloads) + " of " + name(),
                                id,
                                context -> window.services().cycles().importNow(id, downloads, consent, context),
                                told -> {
                                    window.toasts()
                                            .news(
                                                    instance(),
                                                    window.texts().text("hunting.import-told", told, name()),
                                                    Optional.empty());
                                    after.run();
                                }));
    }

    private static String counted(List<Queued> downloads) {
        return downloads.size() == 1 ? "1 download" : downloads.size() + " downloads";
    }

    /// @param verb part of the keys of its words
    void ask(Act act, String verb, long count, Consumer<Consent> go) {
        ask(act, verb, count, "", go);
    }

    /// @param more said after what it changes; may be empty
    void ask(Act act, String verb, long count, String more, Consumer<Consent> go) {
        var texts = window.texts();
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        texts.text("hunting." + verb + "-title", count, name()),
                        texts.text("hunting." + verb + "-verb"),
                        (texts.text("hunting." + verb + "-effect") + " " + more).strip(),
                        Optional.empty(),
                        go));
    }

    Optional<Instance> instance() {
        return window.services().instances().find(id);
    }

    String name() {
        return instance().map(Instance::name).orElse(id.value());
    }
}
