package io.pilothouse.ui.amc;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.amc.Consents;
import io.pilothouse.tasks.amc.Logins;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A new consent for a login: all its instances get what comes of it.
final class ConsentDialog {

    private final Desk desk;
    private final Runnable renewed;
    private Dialogs.@Nullable Open open;

    private ConsentDialog(Desk desk, Runnable renewed) {
        this.desk = desk;
        this.renewed = renewed;
    }

    /// @param renewed called when the login has its new token
    static void open(WindowContext window, InstanceId id, Runnable renewed) {
        new ConsentDialog(new Desk(window, id), renewed).show();
    }

    private void show() {
        var steps = new ConsentSteps(
                desk.window(),
                desk.text("amc.consent.go"),
                returnUrl -> Optional.of(_ -> {
                    var eyes = desk.amc().search().eyesOf(desk.id());
                    return desk.amc().consents().askConsent(eyes, returnUrl);
                }),
                this::go);
        var body = new VBox(10, Desk.wrapped(desk.text("amc.consent.why")), steps);
        body.getStyleClass().add("dialog-body");
        open = desk.window()
                .dialogs()
                .open(new DialogFrame(
                        "amc-consent",
                        desk.text("amc.consent.title", desk.name()),
                        desk.instance(),
                        620,
                        body,
                        List.of(),
                        List.of(steps.button())));
    }

    private void go(Consents.Asked page, String landed) {
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
                    var given = desk.amc().consents().consented(page, landed, eyes);
                    var today = LocalDate.now(desk.window().services().clock());
                    return logins.renew(key, given, today, Consent.confirmed(Origin.WINDOW));
                },
                count -> {
                    if (open != null) {
                        open.close();
                    }
                    desk.window()
                            .toasts()
                            .news(desk.instance(), desk.text("amc.consent.done", count), Optional.empty());
                    renewed.run();
                });
    }
}
