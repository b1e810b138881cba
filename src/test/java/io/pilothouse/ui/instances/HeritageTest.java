package io.pilothouse.ui.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;

/// A form says of each field from where its value is, and takes an own value back by an arrow.
class HeritageTest {

    private final FakeServices fakes = PictureFleet.make();

    private void form(Consumer<ShellWindow> then) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().goTo(PictureFleet.id("R1"), "settings");
                Windows.settle(fakes);
                window.scene().getRoot().applyCss();
                then.accept(window);
            }
        });
    }

    private static String said(ShellWindow window, String id) {
        var note = (Label) window.scene().getRoot().lookup("#" + id + "-from");
        return note.getParent().isVisible() ? note.getText() : "";
    }

    @Test
    void whatAGroupGivesIsSaidWithItsName() {
        form(window -> {
            assertThat(said(window, "checkEvery")).isEmpty();
            assertThat(said(window, "guard")).isEmpty();

            fakes.settings.set(GroupDefaults.checkEvery("Media"), Optional.of(Duration.ofMinutes(2)));
            fakes.settings.set(GroupDefaults.proxy("Media"), new ProxyChoice.Through("relay.lan", 3128));
            fakes.settings.set(GroupDefaults.messages("Media"), Reach.BADGE);
            fakes.settings.set(GroupDefaults.budget("searchesPerDay", "Media"), "40");
            fakes.settings.set(LevelGuards.ofGroup("Media"), GuardLevel.GUARDED);
            Windows.settle(fakes);

            assertThat(said(window, "checkEvery")).isEqualTo("Inherited from Media: 2 min");
            assertThat(said(window, "proxy")).isEqualTo("Inherited from Media: relay.lan:3128");
            assertThat(said(window, "messages")).isEqualTo("Inherited from Media: Number at the bell");
            assertThat(said(window, "setting-searchesPerDay")).isEqualTo("Inherited from Media: 40");
            assertThat(said(window, "guard")).isEqualTo("Inherited from Media: Guarded");
        });
    }

    @Test
    void theArrowTakesTheOwnValueAway() {
        fakes.settings.set(GroupDefaults.checkEvery("Media"), Optional.of(Duration.ofMinutes(2)));
        form(window -> {
            var root = window.scene().getRoot();
            var field = (TextField) root.lookup("#checkEvery");
            var reset = (Button) root.lookup("#checkEvery-reset");
            assertThat(reset.isVisible()).isFalse();

            field.setText("30");
            assertThat(said(window, "checkEvery")).isEqualTo("A value of its own; Media gives 2 min");
            assertThat(reset.isVisible()).isTrue();
            assertThat(reset.getAccessibleText()).isEqualTo("Check every, seconds: take what Media gives");
            reset.fire();

            assertThat(field.getText()).isEmpty();
            assertThat(said(window, "checkEvery")).isEqualTo("Inherited from Media: 2 min");
        });
    }

    @Test
    void aStricterGuardOfTheGroupHoldsInsteadOfAWeakerOwn() {
        fakes.settings.set(LevelGuards.ofGroup("Media"), GuardLevel.GUARDED);
        form(window -> {
            var guard = choice(window, "guard");
            guard.setValue(Optional.of(GuardLevel.OPEN));
            assertThat(said(window, "guard")).isEqualTo("Media gives Guarded, which holds: the stricter counts");

            guard.setValue(Optional.of(GuardLevel.READ_ONLY));
            assertThat(said(window, "guard")).isEqualTo("A value of its own; Media gives Guarded");
        });
    }

    @SuppressWarnings("unchecked") // the form fills it with levels
    private static ComboBox<Optional<GuardLevel>> choice(ShellWindow window, String id) {
        return (ComboBox<Optional<GuardLevel>>) window.scene().getRoot().lookup("#" + id);
    }

    @Test
    void theReachOfMessagesIsSavedWithTheForm() {
        var id = PictureFleet.id("R1");
        var form = new InstanceFormViewModel(
                fakes.services(Runnable::run),
                new Texts(Locale.ENGLISH),
                new FormPurpose.Edit(fakes.instances.find(id).orElseThrow()),
                _ -> {});
        form.messages().set(Reach.DESKTOP);
        assertThat(form.dirty()).isTrue();

        form.saveUntested(InstanceFormViewModel.After.STAY);

        assertThat(fakes.settings.get(GroupDefaults.messages(id))).isEqualTo(Reach.DESKTOP);
        assertThat(form.dirty()).isFalse();
        form.close();
    }
}
