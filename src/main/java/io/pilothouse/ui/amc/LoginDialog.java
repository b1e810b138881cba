package io.pilothouse.ui.amc;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.amc.AccountSearch;
import io.pilothouse.tasks.amc.Consents;
import io.pilothouse.ui.common.DayPicker;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.instances.SecretBox;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A login that this computer does not know yet: by a consent in the browser, or with a token that a
/// person holds already. What it sees is found and added without an id being typed (section 3.1).
final class LoginDialog {

    private final WindowContext window;
    private final ComboBox<String> region = new ComboBox<>();
    private final TextField address = new TextField();
    private final TextField clientId = new TextField();
    private final StringProperty clientSecret = new SimpleStringProperty("");
    private final StringProperty refreshToken = new SimpleStringProperty("");
    private final DatePicker consentedOn = new DayPicker();
    private final RadioButton byBrowser = new RadioButton();
    private final RadioButton byToken = new RadioButton();
    private final Label words = new Label();
    private final FoundPane found;
    private Dialogs.@Nullable Open open;

    private LoginDialog(WindowContext window) {
        this.window = window;
        found = new FoundPane(window, Optional.empty(), this::looking, this::added);
    }

    static void open(WindowContext window) {
        open(window, "");
    }

    /// @param typed the address that a person typed before; empty for none
    static void open(WindowContext window, String typed) {
        new LoginDialog(window).show(typed);
    }

    private void show(String at) {
        region.setId("login-region");
        region.getItems().setAll("na", "eu", "fe");
        region.setConverter(new Shown<>(it -> text("amc.login.region." + it)));
        region.valueProperty().subscribe(chosen -> address.setText(chosen == null ? "" : home(chosen)));
        region.setValue(region.getItems().stream()
                .filter(one -> sameHost(AccountSearch.amazonIn(one), at))
                .findFirst()
                .orElse("na"));
        if (!at.isBlank()) {
            address.setText(at);
        }
        address.setId("login-address");
        address.setOnAction(_ -> found.find());
        clientId.setId("login-client");
        clientId.setOnAction(_ -> found.find());
        clientId.setPromptText("amzn1.application-oa2-client.…");
        var grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(8);
        var where = new HBox(8, region, address);
        where.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(address, Priority.ALWAYS);
        region.setMinWidth(Region.USE_PREF_SIZE);
        row(grid, 0, "amc.login.region", where);
        region.setAccessibleText(text("amc.login.region"));
        address.setAccessibleText(text("amc.login.address"));
        row(grid, 1, "amc.login.client", clientId);
        row(grid, 2, "amc.login.secret", secret("login-secret", "amc.login.secret", clientSecret));

        var ways = new ToggleGroup();
        byBrowser.setText(text("amc.login.by-browser"));
        byBrowser.setId("login-by-browser");
        byBrowser.setToggleGroup(ways);
        byToken.setText(text("amc.login.by-token"));
        byToken.setId("login-by-token");
        byToken.setToggleGroup(ways);
        byBrowser.setSelected(true);

        var steps = new ConsentSteps(
                window,
                text("amc.login.take"),
                returnUrl -> {
                    var typed = typed();
                    return complete()
                            ? Optional.of(_ ->
                                    window.services().amc().get().consents().askConsent(typed.eyes(), returnUrl))
                            : Optional.empty();
                },
                this::landed);
        var browser = new VBox(10, steps, steps.button());
        shownWith(browser, byBrowser);
        var held = new GridPane();
        held.setHgap(10);
        held.setVgap(8);
        row(held, 0, "amc.login.token", secret("login-token", "amc.login.token", refreshToken));
        row(held, 1, "amc.login.consented", consentedOn);
        shownWith(held, byToken);

        words.setId("login-words");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.getStyleClass().add("amc-warns");
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        found.setPrefHeight(300);
        found.setMinHeight(260);
        var body = new VBox(
                12,
                Desk.wrapped(text("amc.login.why")),
                grid,
                new HBox(16, byBrowser, byToken),
                browser,
                held,
                words,
                found);
        body.getStyleClass().add("dialog-body");
        open = window.dialogs()
                .open(new DialogFrame(
                        "amc-login",
                        text("amc.login.title"),
                        Optional.empty(),
                        860,
                        body,
                        List.of(),
                        List.of(),
                        () -> true,
                        found::close));
    }

    /// Amazon's own address; in the demo fleet, which Amazon knows nothing of, that of its simulator. A client
    /// secret is never proposed to be sent to somebody else.
    private String home(String chosen) {
        var simulated = window.services().instances().fleet().get().live().stream()
                .filter(it -> window.services().demo() && it.kind().equals(AmcFeature.KIND))
                .map(it -> it.address().uri().toString())
                .findFirst();
        return simulated.orElseGet(() -> AccountSearch.amazonIn(chosen));
    }

    private static boolean sameHost(String one, String other) {
        return host(one).equalsIgnoreCase(host(other));
    }

    private static String host(String address) {
        return address.strip().replaceFirst("^[a-z]+://", "").replaceFirst("[/:].*$", "");
    }

    private SecretBox secret(String id, String key, StringProperty text) {
        var box = new SecretBox(window.texts(), window.services().later(), id, text(key), text);
        box.whenEntered(found::find);
        return box;
    }

    private void row(GridPane grid, int number, String key, Node field) {
        var label = new Label(text(key));
        label.setMinWidth(150);
        label.setWrapText(true);
        label.setLabelFor(field instanceof SecretBox box ? box.field() : field);
        if (!(field instanceof SecretBox)) {
            field.setAccessibleText(text(key));
        }
        GridPane.setHgrow(field, Priority.ALWAYS);
        grid.addRow(number, label, field);
    }

    private static void shownWith(Node node, RadioButton way) {
        node.visibleProperty().bind(way.selectedProperty());
        node.managedProperty().bind(way.selectedProperty());
    }

    private AccountSearch.Typed typed() {
        return new AccountSearch.Typed(
                address.getText(),
                region.getValue(),
                clientId.getText(),
                clientSecret.get(),
                refreshToken.get(),
                Optional.ofNullable(consentedOn.getValue()));
    }

    /// Says what is missing before anything is sent.
    private boolean complete() {
        words.setText(
                clientId.getText().isBlank() || clientSecret.get().isBlank() ? text("amc.login.client-missing") : "");
        return words.getText().isEmpty();
    }

    private Optional<Work<AccountSearch.Eyes>> looking() {
        if (!complete()) {
            return Optional.empty();
        }
        if (refreshToken.get().isBlank()) {
            words.setText(text(byToken.isSelected() ? "amc.login.token-missing" : "amc.login.consent-missing"));
            return Optional.empty();
        }
        var typed = typed();
        return Optional.of(_ -> typed.eyes());
    }

    private void added(List<Instance> news) {
        if (open != null && !news.isEmpty()) {
            open.close();
        }
    }

    private void landed(Consents.Asked asked, String landed) {
        var typed = typed();
        var today = LocalDate.now(window.services().clock());
        window.background()
                .act(
                        "amc-consent",
                        "take a consent of Amazon",
                        Optional.empty(),
                        _ -> window.services()
                                .amc()
                                .get()
                                .consents()
                                .consented(asked, landed, typed.eyes())
                                .find("refreshToken")
                                .orElseThrow()
                                .value(),
                        token -> {
                            refreshToken.set(token);
                            consentedOn.setValue(today);
                            byToken.setSelected(true);
                            found.find();
                        });
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
