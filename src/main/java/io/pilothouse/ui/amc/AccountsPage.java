package io.pilothouse.ui.amc;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.amc.AccountSearch;
import io.pilothouse.tasks.amc.Logins;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Logins with their state, and everything they see at Amazon: what is chosen there becomes an instance
/// here, without an id being typed.
final class AccountsPage implements PageView {

    private final Desk desk;
    private final VBox root = new VBox(8);
    private final MemoryRows<Logins.Login> logins = new MemoryRows<>(Logins.Login::key);
    private final MemoryRows<AccountSearch.Found> found = new MemoryRows<>(
            it -> it.account().entity().value() + "/" + it.facts().id().value());
    private final RowTable<Logins.Login> loginTable;
    private final RowTable<AccountSearch.Found> foundTable;
    private final Label objections = new Label();
    private final Latest reading;
    private final Latest finding;
    private AccountSearch.@Nullable Eyes eyes;

    AccountsPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        finding = new Latest(window.services().fx());
        loginTable = new RowTable<>(window, loginSpec());
        loginTable.setTools(
                desk.button("brands.open", Octicons.TAG_16, () -> BrandsDialog.open(window, id)),
                desk.button("consent.renew", Octicons.KEY_16, () -> ConsentDialog.open(window, id)));
        loginTable.setPrefHeight(190);
        loginTable.setMinHeight(150);
        foundTable = new RowTable<>(window, foundSpec());
        foundTable.setTools(desk.button("accounts.find", Octicons.SEARCH_16, this::find));
        objections.setWrapText(true);
        objections.getStyleClass().add("amc-warns");
        var first = new Label(desk.text("amc.accounts.logins"));
        first.getStyleClass().add("text-bold");
        var second = new Label(desk.text("amc.accounts.found"));
        second.getStyleClass().add("text-bold");
        VBox.setVgrow(foundTable, Priority.ALWAYS);
        root.setPadding(new Insets(12));
        Desk.styled(root).getChildren().setAll(first, loginTable, second, objections, foundTable);
    }

    private TableSpec<Logins.Login> loginSpec() {
        return TableSpec.of(
                "amc.logins",
                desk.text("amc.accounts.logins"),
                logins,
                List.of(
                        Column.<Logins.Login>text("login", "amc.column.login", Logins.Login::key)
                                .width(130),
                        Column.<Logins.Login>text(
                                        "state",
                                        "amc.column.state",
                                        it -> desk.text(
                                                "amc.login." + it.state().name().toLowerCase(Locale.ROOT)))
                                .width(130),
                        Column.<Logins.Login>text(
                                        "consent",
                                        "amc.column.consent",
                                        it -> it.consentedOn()
                                                .map(Object::toString)
                                                .orElse(""))
                                .width(110),
                        Column.<Logins.Login>text(
                                        "ends",
                                        "amc.column.ends",
                                        it -> it.ends().map(Object::toString).orElse(""))
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

    private TableSpec<AccountSearch.Found> foundSpec() {
        return TableSpec.of(
                        "amc.found",
                        desk.text("amc.accounts.found"),
                        found,
                        List.of(
                                Column.<AccountSearch.Found>text(
                                                "name",
                                                "amc.column.name",
                                                it -> it.facts().name())
                                        .width(220)
                                        .growing(),
                                Column.<AccountSearch.Found>text(
                                                "here",
                                                "amc.column.here",
                                                it -> it.known().map(desk::name).orElse(""))
                                        .width(140),
                                Column.<AccountSearch.Found>text(
                                                "id",
                                                "amc.column.amc-id",
                                                it -> it.facts().id().value())
                                        .width(130),
                                Column.<AccountSearch.Found>text(
                                                "customer",
                                                "amc.column.customer",
                                                it -> it.facts().customer())
                                        .width(170),
                                Column.<AccountSearch.Found>text(
                                                "account",
                                                "amc.column.account",
                                                it -> it.account().name())
                                        .width(180),
                                Column.<AccountSearch.Found>text(
                                                "entity",
                                                "amc.column.entity",
                                                it -> it.account().entity().value())
                                        .width(160),
                                Column.<AccountSearch.Found>text(
                                                "country",
                                                "amc.column.country",
                                                it -> it.account().country())
                                        .width(80),
                                Column.<AccountSearch.Found>text(
                                                "type",
                                                "amc.column.type",
                                                it -> it.facts().type())
                                        .width(100),
                                Column.<AccountSearch.Found>text(
                                                "status",
                                                "amc.column.status",
                                                it -> it.facts().creationStatus())
                                        .width(110)))
                .sortedBy(new SortBy("account", false))
                .withBulk(List.of(BulkAct.of(
                        "amc.import", desk.text("amc.accounts.import"), Octicons.PLUS_16, this::importChosen)))
                .whenEmpty(() -> new StatePane(
                        Octicons.SEARCH_16,
                        desk.text("amc.accounts.empty"),
                        desk.text("amc.accounts.empty-why"),
                        List.of(new StatePane.Choice(desk.text("amc.accounts.find"), this::find))));
    }

    private record Look(AccountSearch.Eyes eyes, AccountSearch.Discovery discovery) {}

    private void find() {
        objections.setText(desk.text("amc.accounts.finding"));
        desk.read(
                finding,
                "find accounts with the login of",
                _ -> {
                    var with = desk.amc().search().eyesOf(desk.id());
                    return new Look(with, desk.amc().search().discover(with, List.of(), false));
                },
                look -> {
                    eyes = look.eyes();
                    found.set(look.discovery().instances());
                    objections.setText(String.join(" ", look.discovery().objections()));
                },
                problem -> {
                    objections.setText("");
                    foundTable.setProblem(Optional.of(problem));
                });
    }

    private void importChosen(Chosen<AccountSearch.Found> chosen) {
        var with = eyes;
        if (with == null || !(chosen instanceof Chosen.Rows<AccountSearch.Found> some)) {
            return;
        }
        desk.act(
                "amc-import",
                "add " + some.rows().size() + " AMC instances beside " + desk.name(),
                _ -> desk.amc().search().add(with, some.rows(), Consent.confirmed(Origin.WINDOW)),
                added -> {
                    desk.window()
                            .toasts()
                            .news(desk.instance(), desk.text("amc.accounts.added", added.size()), Optional.empty());
                    find();
                    shown();
                });
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        desk.read(
                reading,
                "list logins beside",
                _ -> desk.amc().logins().all(),
                logins::set,
                problem -> loginTable.setProblem(Optional.of(problem)));
        if (eyes == null) {
            found.set(List.of());
        }
    }

    @Override
    public void hidden() {
        reading.cancel();
        finding.cancel();
    }

    @Override
    public void close() {
        hidden();
        loginTable.close();
        foundTable.close();
    }

    @Override
    public boolean focusFilter() {
        return foundTable.focusFilter();
    }
}
