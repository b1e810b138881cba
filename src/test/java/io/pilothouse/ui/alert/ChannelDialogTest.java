package io.pilothouse.ui.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Channels, routes and messages in a whole window, on made-up services.
class ChannelDialogTest {

    private final FakeServices fakes = PictureFleet.make();
    private ShellWindow window;

    @BeforeEach
    void open() {
        FxToolkit.run(() -> window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.empty()));
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
    }

    private void type(String id, String text) {
        ((TextField) window.scene().lookup(id)).setText(text);
    }

    private void press(String id) {
        ((Button) window.scene().lookup(id)).fire();
    }

    private String said(String id) {
        return ((Label) window.scene().lookup(id)).getText();
    }

    @Test
    void aChannelIsTriedBeforeItIsSavedAndSaysWhatTheServerAnswered() {
        FxToolkit.run(() -> {
            ChannelDialog.open(window.context(), AlertChannel.NTFY);
            type("#channel-place", "https://ntfy.example.org");
            type("#channel-topic", "house");
            type("#channel-secret", "tk_1");
            press("#channel-test");
            assertThat(said("#channel-answer")).isEqualTo("The server answered: 200 taken by ntfy");
            assertThat(fakes.alerts.remote.setups).isEmpty();

            press("#channel-save");
            assertThat(fakes.alerts.remote.setups)
                    .containsEntry(
                            AlertChannel.NTFY, new RemoteSetup.Ntfy(Address.of("https://ntfy.example.org/"), "house"));
            assertThat(fakes.alerts.remote.secrets).containsOnlyKeys("token");
            assertThat(window.context().dialogs().anyOpen()).isFalse();
        });
    }

    @Test
    void whatCannotBeIsRefusedAtItsField() {
        FxToolkit.run(() -> {
            ChannelDialog.open(window.context(), AlertChannel.EMAIL);
            type("#channel-place", "mail.example.org:25");
            type("#channel-port", "70000");
            type("#channel-from", "nobody");
            type("#channel-to", "me@example.org, you@example.org");
            press("#channel-save");

            assertThat(said("#channel-place-problem")).isEqualTo("A host name or a number, without port.");
            assertThat(said("#channel-port-problem")).isEqualTo("1 to 65535.");
            assertThat(said("#channel-from-problem")).startsWith("An e-mail address");
            assertThat(said("#channel-to-problem")).isEmpty();
            assertThat(fakes.alerts.remote.setups).isEmpty();
            type("#channel-place", "mail.example.org");
            assertThat(said("#channel-place-problem")).isEmpty();
        });
    }

    @Test
    void theAddressOfAWebHookIsASecretAndNeedNotBeTypedAgain() {
        FxToolkit.run(() -> {
            ChannelDialog.open(window.context(), AlertChannel.WEBHOOK);
            type("#channel-secret", "https://hook.example.org/s3cret");
            press("#channel-save");
            assertThat(fakes.alerts.remote.setups.get(AlertChannel.WEBHOOK).toString())
                    .doesNotContain("s3cret");

            ChannelDialog.open(window.context(), AlertChannel.WEBHOOK);
            press("#channel-test");
            assertThat(said("#channel-answer")).contains("200 taken by webhook");
        });
    }

    @Test
    void aRouteIsPutTogetherFromWhatThereIs() {
        var made = new ArrayList<AlertRoute>();
        FxToolkit.run(() -> {
            RouteDialog.open(window.context(), made::add);
            @SuppressWarnings("unchecked")
            var group = (ComboBox<String>) window.scene().lookup("#route-group");
            group.setValue("Media");
            ((CheckBox) window.scene().lookup("#route-desktop")).setSelected(false);
            ((CheckBox) window.scene().lookup("#route-ntfy")).setSelected(true);
            press("#route-save");

            assertThat(made)
                    .containsExactly(new AlertRoute(
                            Optional.empty(),
                            Optional.of("Media"),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.NTFY)));
            assertThat(RouteDialog.said(made.getFirst(), window.context())).isEqualTo("group Media");
        });
    }

    @Test
    void aMessageInTheWindowNamesStateAndCauseAndActsOnItsOwnInstance() {
        var one = fakes.instances.fleet().get().live().getFirst();
        var down = new Alert(
                7,
                AlertEvent.DOWN,
                "host nas2.lan",
                "nas2.lan",
                List.of(one.id()),
                FakeServices.NOW,
                FakeServices.NOW,
                Set.of(AlertChannel.BAR),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        FxToolkit.run(() -> {
            var teller = new AlertTeller(
                    fakes.services(Runnable::run),
                    window.context()::words,
                    () -> Optional.of(window.context()),
                    () -> false);
            fakes.alerts.tell(new Alerts.Told.One(down));
            var buttons = window.scene().getRoot().lookupAll(".toast .link").stream()
                    .map(Button.class::cast)
                    .toList();
            assertThat(buttons).extracting(Button::getText).containsExactly("Open", "Mute 1 h", "Acknowledge");
            var words = window.scene().getRoot().lookupAll(".toast .label").stream()
                    .map(node -> ((Label) node).getText())
                    .toList();
            assertThat(words).anyMatch(line -> line.startsWith(one.name() + ": Down – ") && line.contains("nas2.lan"));
            buttons.get(2).fire();
            assertThat(fakes.alerts.calls).containsExactly("acknowledge [7]");
            teller.close();
        });
    }
}
