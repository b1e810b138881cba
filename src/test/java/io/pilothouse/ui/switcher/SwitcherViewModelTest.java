package io.pilothouse.ui.switcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
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
}
