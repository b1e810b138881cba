package io.pilothouse.ui.switcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SwitcherViewModelTest {

    private final FakeServices fakes = PictureFleet.make();
    private final ActiveInstance active = new ActiveInstance(fakes.services(Runnable::run));

    private SwitcherViewModel model(boolean onInstance) {
        FxToolkit.start(); // only because toasts are nodes
        var services = fakes.services(Runnable::run);
        var texts = new Texts(Locale.ENGLISH);
        var toasts = FxToolkit.call(() -> new Toasts(texts, fakes.later));
        return new SwitcherViewModel(
                services, new Words(texts, ZoneOffset.UTC), active, new Background(services, toasts), onInstance);
    }

    @Test
    void withoutWordsTheOneBeforeIsChosen() {
        active.restore();
        active.switchTo(PictureFleet.id("R4"), SwitchCause.USER);

        var model = model(true);

        assertThat(names(model))
                .startsWith("Radarr 4K", "Radarr HD", "Sonarr Main")
                .hasSize(14);
        assertThat(model.chosenInstance()).contains(PictureFleet.id("R1"));
    }

    @Test
    void fromTheFleetTheActiveOneIsChosen() {
        active.restore();

        assertThat(model(false).chosenInstance()).contains(PictureFleet.id("R1"));
    }

    @Test
    void matchesAreGroupedByWhereTheyWereFound() {
        var model = model(false);

        model.type("ra");

        assertThat(rows(model))
                .containsExactly(
                        "# Name",
                        "Radarr HD",
                        "Radarr 4K",
                        "Brand North",
                        "Brand South",
                        "Brand West",
                        "# Group, tag, host, kind, state",
                        "Cabin");
        assertThat(model.count().get()).isEqualTo("6 of 14");
        assertThat(model.chosenInstance()).contains(PictureFleet.id("R1"));
    }

    @Test
    void aFormerNameIsSaid() {
        var model = model(false);

        model.type("radio");

        assertThat(rows(model)).containsExactly("# Former name", "Brand South");
        assertThat(((SwitcherRow.Match) model.rows().get(1)).second()).isEqualTo("was “Radio South” · AMC");
    }

    @Test
    void steppingLeavesOutCaptionsAndGoesRound() {
        var model = model(false);
        model.type("ra");

        model.step(-1);
        assertThat(model.chosenInstance()).contains(PictureFleet.id("H2"));
        model.step(1);
        assertThat(model.chosenInstance()).contains(PictureFleet.id("R1"));
    }

    @Test
    void nothingIsChosenWhereNothingIsFound() {
        var model = model(false);

        model.type("no such thing");

        assertThat(model.rows()).isEmpty();
        assertThat(model.chosenInstance()).isEmpty();
        model.step(1);
        assertThat(model.chosenInstance()).isEmpty();
    }

    @Test
    void thePeekOfAnInstanceLeftBehindIsNotShown() {
        var model = model(false);
        model.type("radarr");
        fakes.tasks.hold();
        model.step(1);
        model.step(1);

        fakes.tasks.runNext();
        fakes.tasks.runNext();

        var peek = model.peek().get().orElseThrow();
        assertThat(peek.instance().id()).isEqualTo(model.chosenInstance().orElseThrow());
        assertThat(peek.bars()).hasSize(62);
    }

    private static List<String> rows(SwitcherViewModel model) {
        return model.rows().stream()
                .map(row -> switch (row) {
                    case SwitcherRow.Caption caption -> "# " + caption.words();
                    case SwitcherRow.Match match -> match.instance().name();
                })
                .toList();
    }

    private static List<String> names(SwitcherViewModel model) {
        return rows(model);
    }

    /// Bars E7 and E8: the one before is two chords away (Ctrl+J, Enter; see the first test), a named one among
    /// 200 at most five keys in the median: Ctrl+J, three letters, Enter.
    @Test
    void threeLettersChooseOneOfTwoHundred() throws Exception {
        var random = new Random(8);
        for (int i = fakes.instances.fleet().get().live().size(); i < 200; i++) {
            var name = PLACES.get(random.nextInt(PLACES.size())) + " " + THINGS.get(random.nextInt(THINGS.size())) + " "
                    + i;
            fakes.instances.add(
                    Configuration.of(new KindId("sonarr"), name, Address.of("http://host" + i + ".lan:8989/")),
                    Secrets.NONE,
                    Consent.confirmed(Origin.WINDOW));
        }
        var model = model(false);
        var letters = new ArrayList<Integer>();
        for (var instance : fakes.instances.fleet().get().live()) {
            letters.add(fewest(model, instance));
        }
        letters.sort(Integer::compare);

        assertThat(letters).hasSize(200);
        assertThat(letters.get(100)).isLessThanOrEqualTo(3);
    }

    private static final List<String> PLACES =
            List.of("Attic", "Barn", "Cellar", "Den", "Elm", "Forge", "Garage", "Hall", "Island", "Jetty", "Kiln");
    private static final List<String> THINGS = List.of("Films", "Series", "Music", "Books", "Anime", "Kids", "Archive");

    /// @return how many letters a person types who knows the name: the beginning of a word, or its number
    private static int fewest(SwitcherViewModel model, Instance wanted) {
        for (int length = 1; length <= 8; length++) {
            for (var word : wanted.name().split(" ")) {
                model.type(word.substring(0, Math.min(length, word.length())));
                if (model.chosenInstance().equals(Optional.of(wanted.id()))) {
                    return length;
                }
            }
        }
        return 9;
    }
}
