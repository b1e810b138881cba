package io.pilothouse.ui.amc;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.amc.Consents;
import io.pilothouse.tasks.amc.Logins;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// A new consent for a login: the person's browser opens Amazon's page, the person copies the address on
/// which it ends. All instances of the login get what comes of it. With a return address on this computer
/// the browser comes back by itself; else nothing listens.
final class ConsentDialog {

    private final Desk desk;
    private final TextField returnUrl = new TextField("https://amazon.com");
    private final TextField page = new TextField();
    private final TextField landed = new TextField();
    private final Label words = new Label();
    private final Button browse;
    private final Button go;
    private Consents.@Nullable Asked asked;
    private final Latest waiting;
    private Dialogs.@Nullable Open open;

    private ConsentDialog(Desk desk) {
        this.desk = desk;
        waiting = new Latest(desk.window().services().fx());
        browse = desk.button("consent.browse", Octicons.LINK_EXTERNAL_16, this::browse);
        go = desk.button("consent.go", Octicons.CHECK_16, this::go);
        go.getStyleClass().add("accent");
        go.setDisable(true);
    }

    static void open(WindowContext window, InstanceId id) {
        new ConsentDialog(new Desk(window, id)).show();
    }

    private void show() {
        returnUrl.setAccessibleText(desk.text("amc.consent.return"));
        page.setEditable(false);
        page.setId("consent-page");
        page.setAccessibleText(desk.text("amc.consent.page"));
        page.setTooltip(new Tooltip(desk.text("amc.consent.page")));
        page.visibleProperty().bind(page.textProperty().isNotEmpty());
        page.managedProperty().bind(page.visibleProperty());
        landed.setAccessibleText(desk.text("amc.consent.landed"));
        landed.setPromptText(desk.text("amc.consent.landed"));
        landed.textProperty().addListener((_, _, text) -> go.setDisable(asked == null || text.isBlank()));
        words.setWrapText(true);
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        var body = Desk.styled(new VBox(
                10,
                wrapped("consent.why"),
                new Label(desk.text("amc.consent.return")),
                returnUrl,
                browse,
                page,
                wrapped("consent.copy"),
                landed,
                words));
        body.getStyleClass().add("dialog-body");
        body.sceneProperty().subscribe(scene -> {
            if (scene == null) {
                waiting.cancel(); // the dialog was closed: nothing waits any more
            }
        });
        open = desk.window()
                .dialogs()
                .open(new DialogFrame(
                        "amc-consent",
                        desk.text("amc.consent.title", desk.name()),
                        desk.instance(),
                        620,
                        body,
                        List.of(),
                        List.of(go)));
    }

    private Label wrapped(String key) {
        var label = new Label(desk.text("amc." + key));
        label.setWrapText(true);
        return label;
    }

    private void browse() {
        desk.act(
                "amc-consent",
                "ask for a consent for " + desk.name(),
                _ -> {
                    var eyes = desk.amc().search().eyesOf(desk.id());
                    var client = eyes.secrets()
                            .find("clientId")
                            .map(secret -> secret.value())
                            .orElse("");
                    return desk.amc()
                            .consents()
                            .askConsent(
                                    eyes.address(),
                                    eyes.settings().getOrDefault("region", "na"),
                                    client,
                                    returnUrl.getText().strip());
                },
                consent -> {
                    asked = consent;
                    page.setText(consent.page());
                    go.setDisable(landed.getText().isBlank());
                    desk.window().services().browser().accept(URI.create(consent.page()));
                    if (Consents.comesBackHere(consent.returnUrl())) {
                        await(consent);
                    }
                });
    }

    /// The browser comes back by itself; closing the dialog ends the waiting.
    private void await(Consents.Asked page) {
        words.setText(desk.text("amc.consent.waiting", page.returnUrl()));
        desk.read(
                waiting,
                "wait for a consent for",
                _ -> desk.amc().consents().awaitReturn(page),
                address -> {
                    words.setText("");
                    landed.setText(address);
                    go();
                },
                problem -> words.setText(problem.summary() + " " + problem.advice()));
    }

    private void go() {
        var page = asked;
        if (page == null) {
            return;
        }
        var text = landed.getText().strip();
        desk.act(
                "amc-consent",
                "renew the login of " + desk.name(),
                _ -> {
                    var logins = desk.amc().logins();
                    var eyes = desk.amc().search().eyesOf(desk.id());
                    var key = logins.all().stream()
                            .filter(it -> it.instances().stream()
                                    .anyMatch(one -> one.id().equals(desk.id())))
                            .map(Logins.Login::key)
                            .findFirst()
                            .orElse("");
                    var renewed = desk.amc().consents().consented(page, text, eyes);
                    var today = LocalDate.now(desk.window().services().clock());
                    return logins.renew(key, renewed, today, Consent.confirmed(Origin.WINDOW));
                },
                count -> {
                    if (open != null) {
                        open.close();
                    }
                    desk.window()
                            .toasts()
                            .news(desk.instance(), desk.text("amc.consent.done", count), Optional.empty());
                });
    }
}
