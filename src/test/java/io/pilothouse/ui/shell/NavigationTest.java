package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.active.Unusable;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.active.ActiveInstance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NavigationTest {

    private static final InstanceId HD = PictureFleet.id("R1");
    private static final InstanceId UHD = PictureFleet.id("R4");

    private final FakeServices fakes = PictureFleet.make();
    private final ActiveInstance active = new ActiveInstance(fakes.services(Runnable::run));
    private final Pages pages = new Pages();
    private final List<Unusable> refused = new ArrayList<>();
    private final Navigation navigation = new Navigation(active, pages, (_, reason) -> refused.add(reason));

    NavigationTest() {
        pages.add(new InstancePage("history", 910, _ -> true, NavigationTest::noView));
        pages.add(new InstancePage("overview", 0, _ -> true, NavigationTest::noView));
        pages.add(new InstancePage("wanted", 100, kind -> kind.value().equals("radarr"), NavigationTest::noView));
        active.restore();
    }

    private static PageView noView(InstanceId id) {
        throw new AssertionError("navigation opens no view");
    }

    @Test
    void goingToAnInstanceMakesItActiveAndShowsItsFirstPage() {
        navigation.goTo(UHD);

        assertThat(here()).isEqualTo(new Location.OfInstance(UHD, "overview"));
        assertThat(active.id()).contains(UHD);
    }

    @Test
    void thePageStaysOpenWhereTheNextInstanceHasItToo() {
        navigation.goTo(HD, "wanted");
        navigation.goTo(UHD);
        assertThat(here()).isEqualTo(new Location.OfInstance(UHD, "wanted"));

        navigation.goTo(PictureFleet.id("H1"));
        assertThat(here()).isEqualTo(new Location.OfInstance(PictureFleet.id("H1"), "overview"));
    }

    @Test
    void fromElsewhereAnInstanceOpensWithThePageChosenForItsKind() {
        var chosen = new Navigation(
                active,
                pages,
                (_, reason) -> refused.add(reason),
                new Pin(),
                _ -> {},
                kind -> kind.value().equals("radarr") ? "wanted" : "");
        chosen.goTo(HD);
        assertThat(chosen.location().get()).isEqualTo(new Location.OfInstance(HD, "wanted"));

        chosen.goTo(HD, "history");
        chosen.goTo(UHD); // of the same kind
        assertThat(chosen.location().get()).isEqualTo(new Location.OfInstance(UHD, "history"));

        var house = PictureFleet.id("H1");
        chosen.goTo(house); // nothing was chosen for houses
        assertThat(chosen.location().get()).isEqualTo(new Location.OfInstance(house, "history"));
        chosen.goTo(HD);
        assertThat(chosen.location().get()).isEqualTo(new Location.OfInstance(HD, "wanted"));
    }

    @Test
    void backAndForwardMoveTheActiveInstanceToo() {
        navigation.goTo(HD);
        navigation.goTo(UHD);

        navigation.back();
        assertThat(here()).isEqualTo(new Location.OfInstance(HD, "overview"));
        assertThat(active.id()).contains(HD);

        navigation.forward();
        assertThat(active.id()).contains(UHD);
    }

    @Test
    void backSkipsAnInstanceThatWasRemoved() throws Exception {
        navigation.goTo(HD);
        navigation.goTo(UHD);
        fakes.instances.remove(HD, Consent.none(Origin.WINDOW));

        navigation.back();

        assertThat(here()).isEqualTo(Navigation.FLEET);
        assertThat(refused).containsExactly(Unusable.ARCHIVED);
    }

    @Test
    void aWindowThatShowedARemovedInstanceShowsTheFallback() throws Exception {
        navigation.goTo(HD, "wanted");
        fakes.instances.remove(HD, Consent.none(Origin.WINDOW));

        active.instancesChanged();

        assertThat(here()).isEqualTo(new Location.OfInstance(UHD, "wanted"));
    }

    private Location here() {
        return navigation.location().get();
    }
}
