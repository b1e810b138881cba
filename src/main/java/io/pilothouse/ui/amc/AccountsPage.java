package io.pilothouse.ui.amc;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.amc.Logins;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Logins with their state, and everything they see at Amazon: what is chosen there becomes an instance
/// here, without an id being typed.
final class AccountsPage implements PageView {

    private final Desk desk;
    private final VBox root = new VBox(8);
    private final MemoryRows<Logins.Login> logins = new MemoryRows<>(Logins.Login::key);
    private final RowTable<Logins.Login> loginTable;
    private final FoundPane found;
    private final Latest reading;
    private Subscription watching = () -> {};

    AccountsPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        loginTable = new RowTable<>(window, loginSpec());
        loginTable.setTools(
                desk.button("brands.open", Octicons.TAG_16, () -> BrandsDialog.open(window, id)),
                desk.button("consent.renew", Octicons.KEY_16, () -> ConsentDialog.open(window, id, this::read)),
                desk.button("login.another", Octicons.PLUS_16, () -> LoginDialog.open(window)));
        loginTable.setPrefHeight(220);
        loginTable.setMinHeight(200);
        found = new FoundPane(
                window,
                Optional.of(id),
                () -> Optional.of(_ -> desk.amc().search().eyesOf(id)),
                _ -> this.read());
        var first = new Label(desk.text("amc.accounts.logins"));
        first.getStyleClass().addAll("text-card", "amc-table-heading");
        var second = new Label(desk.text("amc.accounts.found"));
        second.getStyleClass().addAll("text-card", "amc-table-heading");
        found.getStyleClass().add("amc-found-page");
        VBox.setVgrow(found, Priority.ALWAYS);
        root.getChildren().setAll(first, loginTable, second, found);
    }

    private TableSpec<Logins.Login> loginSpec() {
        return TableSpec.of(
                "amc.logins",
                desk.text("amc.accounts.logins"),
                logins,
                List.of(
                        Column.<Logins.Login>text("login", "amc.column.login", this::login)
                                .width(130),
                        Column.<Logins.Login>text(
                                        "state",
                                        "amc.column.state",
                                        it -> desk.text(
                                                "amc.login." + it.state().name().toLowerCase(Locale.ROOT)))
                                .inOurWords()
                                .width(130),
                        Column.<Logins.Login>text(
                                        "consent",
                                        "amc.column.consent",
                                        it -> it.consentedOn()
                                                .map(Object::toString)
                                                .orElse(""))
                                .inOurWords()
                                .width(110),
                        Column.<Logins.Login>text(
                                        "ends",
                                        "amc.column.ends",
                                        it -> it.ends().map(Object::toString).orElse(""))
                                .inOurWords()
                                .width(110),
                        Column.<Logins.Login>text(
                                        "instances",
                                        "amc.column.instances",
                                        it -> String.join(
                                                ", ",
                                                it.instances().stream()
                                                        .map(Instance::name)
                                                        .toList()))
                                .width(300)
                                .growing()));
    }

    /// @return the hash by which it is known; words where none can be made
    private String login(Logins.Login login) {
        if (login.key().isEmpty()) {
            return desk.text("amc.login.none");
        }
        return login.state() == Logins.State.LOCKED ? desk.text("amc.login.unreadable") : login.key();
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        // how a login stands follows from what the checks of its instances find
        watching = desk.window()
                .services()
                .health()
                .states()
                .subscribe(desk.window().services().fx(), _ -> read());
    }

    private void read() {
        desk.read(
                reading,
                "list logins beside",
                _ -> desk.amc().logins().all(),
                found -> {
                    logins.set(found);
                    loginTable.setProblem(Optional.empty());
                },
                problem -> loginTable.setProblem(Optional.of(problem)));
    }

    @Override
    public void hidden() {
        watching.close();
        reading.cancel();
        found.stop();
    }

    @Override
    public void close() {
        hidden();
        loginTable.close();
        found.close();
    }

    @Override
    public boolean focusFilter() {
        return found.focusFilter();
    }
}
