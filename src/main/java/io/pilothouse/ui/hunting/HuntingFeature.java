package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.arr.Shelves;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.AskedSearch;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.OverviewPanels;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.kordamp.ikonli.octicons.Octicons;

/// The pages of the *arr apps, the cycles of every kind, and what became of all searches.
public final class HuntingFeature implements Feature {

    private static final Set<String> KINDS = Set.of("sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros");

    static boolean hunts(KindId kind) {
        return KINDS.contains(kind.value());
    }

    @Override
    public void register(WindowContext window) {
        var pages = window.pages();
        pages.add(new InstancePage("titles", 110, HuntingFeature::hunts, id -> new LibraryPage(window, id)));
        pages.add(new InstancePage("wanted", 120, HuntingFeature::hunts, id -> new WantedPage(window, id))
                .counting(id -> fact(window, id, "missingCount", "cutoffUnmetCount")));
        pages.add(new InstancePage("queue", 130, HuntingFeature::hunts, id -> new QueuePage(window, id))
                .counting(id -> fact(window, id, "queueCount")));
        pages.add(new InstancePage("profiles", 135, HuntingFeature::hunts, id -> new ProfilesPage(window, id)));
        pages.addPanels(new OverviewPanels(HuntingFeature::hunts, id -> new HuntingPanels(window, id)));
        pages.add(new InstancePage("calendar", 140, HuntingFeature::hunts, id -> new CalendarPage(window, id)));
        pages.add(new InstancePage("cycles", 900, kind -> hasCycles(window, kind), id -> new CyclesPage(window, id)));
        pages.add(new InstancePage("upkeep", 150, HuntingFeature::hunts, id -> new UpkeepPage(window, id)));
        pages.add(new ProgramPage("outcomes", Octicons.TELESCOPE_16, () -> new EverywherePage(window)));
        window.actions()
                .add(Action.ofWindow("outcomes.open", _ -> window.navigation().go(new Location.Program("outcomes")))
                        .withIcon(Octicons.TELESCOPE_16));
        window.actions().add((words, limit) -> titles(window, words.toLowerCase(Locale.ROOT), limit));
        window.actions()
                .add(new AskedSearch(
                        HuntingFeature::hunts,
                        (id, words, limit) -> titles(
                                window,
                                id,
                                window.services().shelves().read(id),
                                words.toLowerCase(Locale.ROOT),
                                limit)));
    }

    /// Titles of all libraries as they were last read; nobody is asked.
    private static List<FoundItem> titles(WindowContext window, String words, int limit) {
        return window.services().shelves().named(words, limit).stream()
                .map(copy -> found(window, copy.instance(), copy.title()))
                .toList();
    }

    private static List<FoundItem> titles(
            WindowContext window, InstanceId id, Shelves.Shelf shelf, String words, int limit) {
        return shelf.titles().stream()
                .filter(title -> title.name().toLowerCase(Locale.ROOT).contains(words))
                .limit(limit)
                .map(title -> found(window, id, title))
                .toList();
    }

    private static FoundItem found(WindowContext window, InstanceId id, Title title) {
        return new FoundItem(
                id,
                title.name(),
                title.year().isPresent() ? String.valueOf(title.year().getAsInt()) : "",
                () -> window.navigation().goTo(id, "titles"));
    }

    /// What the latest health check said, summed; empty where it said nothing of it or 0.
    private static OptionalLong fact(WindowContext window, InstanceId id, String... names) {
        var facts = Optional.ofNullable(
                        window.services().health().states().get().get(id))
                .flatMap(InstanceHealth::answer)
                .map(CheckAnswer::facts);
        long sum = facts.stream()
                .flatMap(known -> Stream.of(names).map(name -> known.getOrDefault(name, "0")))
                .filter(value -> value.matches("\\d{1,9}"))
                .mapToLong(Long::parseLong)
                .sum();
        return sum > 0 ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private static boolean hasCycles(WindowContext window, KindId kind) {
        return window.services().cycleDesk().all().stream().anyMatch((KindCycles it) -> it.keeps(kind));
    }
}
