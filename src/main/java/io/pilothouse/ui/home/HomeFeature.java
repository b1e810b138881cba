package io.pilothouse.ui.home;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.AskedSearch;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.action.ManyAction;
import io.pilothouse.ui.common.Wanted;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.kordamp.ikonli.octicons.Octicons;

/// Houses of Home Assistant in a window.
public final class HomeFeature implements Feature {

    private static final KindId KIND = new KindId("homeassistant");

    @Override
    public void register(WindowContext window) {
        var counts = new HouseCounts(window);
        var lines = new HouseLines(window);
        var wanted = new Wanted<String>();
        add(window, counts, "entities", 100, desk -> new EntitiesPage(desk, wanted));
        add(window, counts, "areas", 110, HousePages::areas);
        add(window, counts, "devices", 120, HousePages::devices);
        add(window, counts, "services", 130, ActionsPage::new);
        add(window, counts, "automations", 140, HousePages::automations);
        add(window, counts, "charts", 150, ChartsPage::new);
        add(window, counts, "logbook", 160, HousePages::logbook);
        add(window, counts, "repairs", 170, HousePages::repairs);
        add(window, counts, "updates", 180, HousePages::updates);
        add(window, counts, "backups", 190, HousePages::backups);
        add(window, counts, "house-system", 200, SystemPage::new);
        add(window, counts, "template", 210, TemplatePage::new);
        window.actions().add((words, limit) -> entities(window, wanted, words, limit));
        window.actions()
                .add(new AskedSearch(
                        KIND::equals, (house, words, limit) -> entitiesOf(window, wanted, house, words, limit)));
        window.pages()
                .add(new ProgramPage("house-problems", Octicons.ALERT_16, () -> new ProblemsPage(window, wanted)));
        window.pages().add(new ProgramPage("house-compare", Octicons.GIT_COMPARE_16, () -> new ComparePage(window)));
        window.actions()
                .add(Action.ofWindow(
                                "home.problems", _ -> window.navigation().go(new Location.Program("house-problems")))
                        .withIcon(Octicons.ALERT_16));
        window.actions()
                .add(Action.ofWindow("home.compare", _ -> window.navigation().go(new Location.Program("house-compare")))
                        .withIcon(Octicons.GIT_COMPARE_16));
        window.actions()
                .add(Action.ofInstance("home.reconnect", ActionClass.READ, call -> lines.restart(call.theInstance()))
                        .withIcon(Octicons.PLUG_16)
                        .availableWhen(
                                id -> id.filter(it -> it.kind().equals(KIND)).isPresent()
                                        ? Availability.YES
                                        : new Availability.Absent()));
        window.actions()
                .add(new ManyAction(
                        "home.reconnect.many",
                        Octicons.PLUG_16,
                        id -> id.kind().equals(KIND)
                                && window.services()
                                        .instances()
                                        .find(id)
                                        .filter(Instance::enabled)
                                        .isPresent(),
                        lines::restart));
    }

    /// Entities by name and id, of the houses of which they are held: nobody is asked.
    private static List<FoundItem> entities(WindowContext window, Wanted<String> wanted, String words, int limit) {
        var found = new ArrayList<FoundItem>();
        for (var house : window.services().instances().fleet().get().live()) {
            if (house.kind().equals(KIND) && found.size() < limit) {
                var held = window.services().homes().heldEntities(house.id());
                found.addAll(matching(window, wanted, house.id(), held, words, limit - found.size()));
            }
        }
        return found;
    }

    /// Connects first where nothing is connected.
    private static List<FoundItem> entitiesOf(
            WindowContext window, Wanted<String> wanted, InstanceId house, String words, int limit)
            throws InterruptedException {
        var asked = window.services().homes().entities(house).found().orElse(List.of());
        return matching(window, wanted, house, asked, words, limit);
    }

    private static List<FoundItem> matching(
            WindowContext window,
            Wanted<String> wanted,
            InstanceId house,
            List<EntityRow> entities,
            String words,
            int limit) {
        var typed = words.toLowerCase(Locale.ROOT);
        return entities.stream()
                .filter(one ->
                        (one.name() + " " + one.id()).toLowerCase(Locale.ROOT).contains(typed))
                .limit(limit)
                .map(one -> new FoundItem(
                        house,
                        one.name().isEmpty() ? one.id() : one.name(),
                        one.area().isEmpty() ? one.id() : one.area(),
                        () -> {
                            wanted.ask(house, one.id());
                            window.navigation().goTo(house, "entities");
                        }))
                .toList();
    }

    private static void add(
            WindowContext window, HouseCounts counts, String page, int position, Function<HouseDesk, PageView> open) {
        BiFunction<WindowContext, InstanceId, PageView> made =
                (in, id) -> open.apply(new HouseDesk(in, id, counts::acted));
        window.pages()
                .add(new InstancePage(
                        page, position, KIND::equals, id -> made.apply(window, id), id -> counts.of(id, page)));
    }
}
