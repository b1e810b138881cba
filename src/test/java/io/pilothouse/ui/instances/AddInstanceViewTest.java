package io.pilothouse.ui.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.connection.ConnectionTests.Certificate;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// Bar E1: adding an instance takes five key chords and no mouse.
class AddInstanceViewTest {

    /// What went wrong on threads of tests before is none of this one's.
    @BeforeEach
    void forgetOthers() {
        WaitForAsyncUtils.clearExceptions();
    }

    private final FakeServices fakes = PictureFleet.make();
    private final FxRobot robot = new FxRobot();
    private int chords;

    private void press(KeyCode... chord) {
        robot.push(chord);
        chords++;
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void clipboard(String text) {
        FxToolkit.run(() -> {
            var content = new ClipboardContent();
            content.putString(text);
            Clipboard.getSystemClipboard().setContent(content);
        });
    }

    @Test
    void fiveChordsAddAnInstance() {
        fakes.connectionTests.recognised = Optional.of(new Recognised(
                new KindId("radarr"), "Radarr", "", true, Address.of("http://attic.lan:7878/"), List.of()));
        ShellWindow window = FxToolkit.call(() -> {
            var made = Windows.open(fakes, false);
            var stage = new Stage();
            stage.setScene(made.scene());
            stage.setWidth(1000);
            stage.setHeight(900);
            stage.show();
            return made;
        });
        try {
            press(KeyCode.SHORTCUT, KeyCode.N);
            clipboard("http://attic.lan:7878");
            press(KeyCode.SHORTCUT, KeyCode.V);
            press(KeyCode.TAB);
            clipboard("0123456789abcdef0123456789abcdef");
            press(KeyCode.SHORTCUT, KeyCode.V);
            press(KeyCode.ENTER);

            assertThat(chords).isEqualTo(5);
            var added = fakes.instances.fleet().get().live().getLast();
            assertThat(added.name()).isEqualTo("Radarr");
            assertThat(added.address()).isEqualTo(Address.of("http://attic.lan:7878/"));
            assertThat(fakes.connectionTests.calls).contains("diagnose Radarr", "test Radarr");
            assertThat(FxToolkit.call(
                            () -> window.context().navigation().location().get()))
                    .isEqualTo(new Location.OfInstance(added.id(), "overview"));
        } finally {
            FxToolkit.run(() -> {
                window.scene().getWindow().hide();
                window.close();
            });
        }
    }

    /// The button to trust a certificate goes with what failed; the next Enter tests and saves.
    @Test
    void whoTrustedACertificateSavesByEnter() {
        fakes.connectionTests.recognised = Optional.of(
                new Recognised(new KindId("radarr"), "Radarr", "", true, Address.of("https://attic.lan/"), List.of()));
        fakes.connectionTests.diagnosis = new Diagnosis(
                List.of(new StepResult(
                        Step.TLS, StepOutcome.FAILED, OptionalLong.of(9), "Nobody vouches for it.", "Compare it.")),
                Optional.of(FaultCode.TLS_UNTRUSTED),
                Optional.of(new Certificate("CN=attic.lan", "CN=attic.lan", FakeServices.NOW, "ab".repeat(32))));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("instance.add", Optional.empty());
                var root = window.scene().getRoot();
                Windows.settle(fakes);
                ((TextField) root.lookup("#address")).setText("https://attic.lan");
                Windows.settle(fakes);
                root.applyCss();
                root.lookupAll(".password-field").stream()
                        .map(TextField.class::cast)
                        .forEach(key -> key.setText("0123456789abcdef0123456789abcdef"));
                ((Button) root.lookup("#save-open")).fire();
                Windows.settle(fakes);
                var trust = (Button) root.lookup("#certificate-trust");
                trust.requestFocus();
                trust.fire();
                Windows.settle(fakes);

                assertThat(window.scene().getFocusOwner().getId()).isEqualTo("address");
            }
        });
    }

    /// Bar E5, by scripted counts: an address and its key in one paste, and one key for the next.
    @Test
    void tenMoreInstancesOfOneHostTakeTwoChordsEach() {
        ShellWindow window = FxToolkit.call(() -> {
            var made = Windows.open(fakes, false);
            var stage = new Stage();
            stage.setScene(made.scene());
            stage.setWidth(1000);
            stage.setHeight(900);
            stage.show();
            return made;
        });
        try {
            int before = fakes.instances.fleet().get().live().size();
            press(KeyCode.SHORTCUT, KeyCode.N);
            for (int port = 9001; port <= 9010; port++) {
                fakes.connectionTests.recognised = Optional.of(new Recognised(
                        new KindId("radarr"),
                        "Radarr",
                        "",
                        true,
                        Address.of("http://attic.lan:" + port + "/"),
                        List.of()));
                clipboard("http://attic.lan:" + port + " 0123456789abcdef0123456789abcdef");
                press(KeyCode.SHORTCUT, KeyCode.V);
                press(KeyCode.SHORTCUT, KeyCode.ENTER);
            }
            var all = fakes.instances.fleet().get().live();
            assertThat(all).hasSize(before + 10);
            assertThat(all.subList(before, all.size()))
                    .extracting(instance -> instance.address().toString())
                    .first()
                    .isEqualTo("http://attic.lan:9001/");
            assertThat(all).extracting(Instance::name).doesNotHaveDuplicates();
            assertThat(chords).isLessThanOrEqualTo(30);
        } finally {
            FxToolkit.run(() -> {
                window.scene().getWindow().hide();
                window.close();
            });
        }
    }

    @Test
    void aRevealedSecretHidesAfterTenSeconds() {
        fakes.connectionTests.recognised = Optional.of(new Recognised(
                new KindId("radarr"), "Radarr", "", true, Address.of("http://attic.lan:7878/"), List.of()));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("instance.add", Optional.empty());
                var root = window.scene().getRoot();
                ((TextField) root.lookup("#address")).setText("http://attic.lan:7878");
                root.applyCss();
                var plain = root.lookup("#secret-apiKey-plain");
                ((javafx.scene.control.Button) root.lookup("#secret-apiKey-reveal")).fire();
                assertThat(plain.isVisible()).isTrue();
                fakes.later.pass(SecretBox.REVEALED);
                assertThat(plain.isVisible()).isFalse();
            }
        });
    }

    /// What answers is recognised while a person types the key: the field is made anew for its kind.
    @Test
    void typingGoesOnInTheFieldOfASecretThatWasMadeAnew() {
        var key = new SimpleStringProperty("0123");
        var stage = FxToolkit.call(() -> {
            var place = new StackPane(new Button("first"));
            var made = new Stage();
            made.setScene(new Scene(place, 300, 200));
            made.show();
            var box = new SecretBox(new Texts(Locale.ENGLISH), fakes.later, "key", "Key", key);
            place.getChildren().setAll(box);
            box.focusEnd();
            return made;
        });
        try {
            WaitForAsyncUtils.waitForFxEvents();
            press(KeyCode.DIGIT4);

            assertThat(FxToolkit.call(key::get)).isEqualTo("01234");
        } finally {
            FxToolkit.run(stage::hide);
        }
    }

    @Test
    void whatWasTypedIsAskedForBeforeTheSearchOfALoginComesInstead() {
        logIn(root -> ((TextField) root.lookup("#name")).setText("Brand"), root -> {
            assertThat(root.lookup("#login-address")).isNull();
            ((Button) root.lookup("#lose-typed")).fire();
            assertThat(root.lookup("#login-address")).isNotNull();
            assertThat(root.lookup("#instance-form")).isNull();
        });
    }

    @Test
    void anAddressAloneGoesAlongToTheSearchOfALoginUnasked() {
        logIn(_ -> {}, root -> {
            assertThat(root.lookup("#lose-typed")).isNull();
            assertThat(((TextField) root.lookup("#login-address")).getText())
                    .isEqualTo("https://advertising-api.test/");
            assertThat(root.lookup("#instance-form")).isNull();
        });
    }

    private void logIn(Consumer<Parent> typing, Consumer<Parent> test) {
        fakes.connectionTests.recognised = Optional.of(new Recognised(
                new KindId("amc"), "AMC", "", true, Address.of("https://advertising-api.test/"), List.of()));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("instance.add", Optional.empty());
                var root = window.scene().getRoot();
                ((TextField) root.lookup("#address")).setText("https://advertising-api.test/");
                Windows.settle(fakes);
                typing.accept(root);
                root.applyCss();
                ((Button) root.lookupAll("#instance-form .button").stream()
                                .filter(node -> ((Button) node).getText() != null
                                        && ((Button) node).getText().equals("Log in…"))
                                .findFirst()
                                .orElseThrow())
                        .fire();
                test.accept(root);
            }
        });
    }

    @Test
    void anEditorWearsItsOwnInstanceWhateverTheWindowShows() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var edited = fakes.instances.find(PictureFleet.id("R1")).orElseThrow();
                window.context().actions().run("instance.edit", Optional.of(edited.id()));
                window.context().navigation().goTo(PictureFleet.id("R4"));
                var root = window.scene().getRoot();
                ((TextField) root.lookup("#name")).setText("Radarr Attic");
                ((javafx.scene.control.Button) root.lookup("#save")).fire();

                assertThat(fakes.instances.find(edited.id()).map(Instance::name))
                        .contains("Radarr Attic");
                assertThat(fakes.instances.find(PictureFleet.id("R4")).map(Instance::name))
                        .contains("Radarr 4K");
            }
        });
    }

    /// Named by name, remembered by id; one that is gone keeps its line.
    @Test
    void instancesAreTickedByName() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var clients = fakes.instances.fleet().get().live().stream()
                        .filter(it -> it.kind().value().equals("qbittorrent"))
                        .toList();
                var edited = fakes.instances.fleet().get().live().stream()
                        .filter(it -> it.kind().value().equals("lidarr"))
                        .findFirst()
                        .orElseThrow();
                window.context().actions().run("instance.edit", Optional.of(edited.id()));
                var root = window.scene().getRoot();
                root.applyCss();
                var choose = (MenuButton) root.lookup("#setting-qbittorrent");
                assertThat(choose.getText()).isEqualTo("All of them");
                assertThat(choose.getItems())
                        .extracting(MenuItem::getText)
                        .containsExactlyElementsOf(
                                clients.stream().map(Instance::name).toList());
                choose.getItems().forEach(item -> ((CheckMenuItem) item).setSelected(true));
                ((CheckMenuItem) choose.getItems().getLast()).setSelected(false);
                assertThat(choose.getText()).contains(clients.getFirst().name());
                ((Button) root.lookup("#save")).fire();

                assertThat(fakes.instances
                                .find(edited.id())
                                .orElseThrow()
                                .configuration()
                                .settings())
                        .containsEntry(
                                "qbittorrent",
                                clients.subList(0, clients.size() - 1).stream()
                                        .map(it -> it.id().value())
                                        .sorted()
                                        .collect(Collectors.joining(",")));
            }
        });
    }
}
