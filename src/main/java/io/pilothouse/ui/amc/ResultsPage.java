package io.pilothouse.ui.amc;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.amc.Imports;
import io.pilothouse.tasks.amc.Results.KeptResult;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.StackPane;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// The results that are kept here, which open without a network; those fetched elsewhere can be taken over.
final class ResultsPage implements PageView {

    private final Desk desk;
    private final StackPane root = new StackPane();
    private final MemoryRows<KeptResult> rows = new MemoryRows<>(it -> it.run().id());
    private final RowTable<KeptResult> table;
    private final Latest reading;
    private final Label leftOut = new Label();
    private Subscription subscription = () -> {};
    private @Nullable GroupPane opened;

    ResultsPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        table = new RowTable<>(window, spec());
        table.setTools(desk.button("results.import", Octicons.UPLOAD_16, this::choose));
        leftOut.setWrapText(true);
        root.getChildren().setAll(table);
    }

    /// Of a result that is kept, whose it is left out.
    static List<Column<KeptResult>> columns(WindowContext window) {
        var words = window.words();
        var clock = window.services().clock();
        return List.<Column<KeptResult>>of(
                Column.<KeptResult>text(
                                "workflow",
                                "amc.column.workflow",
                                it -> it.run().ask().title())
                        .width(230)
                        .growing(),
                Column.<KeptResult>text(
                                "window",
                                "amc.column.window",
                                it -> it.run().ask().window().start() + " – "
                                        + it.run().ask().window().end().minusDays(1))
                        .inOurWords()
                        .width(190),
                Column.<KeptResult>count(
                                "rows", "amc.column.rows", it -> it.info().rows(), words)
                        .width(90),
                Column.<KeptResult>count(
                                "suppressed",
                                "amc.column.suppressed",
                                it -> it.info().suppressed(),
                                words)
                        .width(90),
                Column.<KeptResult>size(
                                "size", "amc.column.size", it -> it.info().bytes(), words)
                        .width(90),
                Column.<KeptResult>time(
                                "fetched",
                                "amc.column.fetched",
                                it -> Optional.of(it.info().fetchedAt()),
                                at -> words.time(at, clock.instant()))
                        .width(130),
                Column.<KeptResult>text(
                                "origin",
                                "amc.column.origin",
                                it -> window.texts()
                                        .text("amc.origin."
                                                + it.run().ask().origin().name().toLowerCase(java.util.Locale.ROOT)))
                        .inOurWords()
                        .width(110),
                Column.<KeptResult>text(
                                "brands",
                                "amc.front.brands",
                                it -> String.join(", ", it.run().ask().brands()))
                        .drawn(() -> new BrandMark.Names<>(
                                window.services().amc().get(),
                                it -> it.run().ask().brands()))
                        .width(240),
                Column.<KeptResult>text(
                                "kept",
                                "amc.column.kept",
                                it -> it.info().pinned()
                                        ? window.texts().text("amc.results.pinned")
                                        : it.info().irregular().isEmpty()
                                                ? ""
                                                : window.texts().text("amc.results.irregular"))
                        .inOurWords()
                        .width(110));
    }

    private TableSpec<KeptResult> spec() {
        return TableSpec.of("amc.results", desk.text("amc.results.title", desk.name()), rows, columns(desk.window()))
                .sortedBy(new SortBy("fetched", true))
                .ofInstance(it -> it.run().instance())
                .opening(this::open)
                .withMenu(this::menu)
                .whenEmpty(() -> new StatePane(
                        Octicons.TABLE_16,
                        desk.text("amc.results.empty", desk.name()),
                        desk.text("amc.results.empty-why"),
                        List.of(new StatePane.Choice(
                                desk.text("amc.workflow.run"),
                                () -> RunDialog.open(desk.window(), desk.id(), Optional.empty())))));
    }

    private ContextMenu menu(KeptResult it) {
        var menu = new ContextMenu();
        menu.getItems()
                .addAll(
                        item(desk.text("amc.runs.open"), () -> open(it)),
                        item(
                                desk.text(it.info().pinned() ? "amc.results.unpin" : "amc.results.pin"),
                                () -> change(
                                        "keep or let go",
                                        it,
                                        () -> desk.amc()
                                                .results()
                                                .pin(it.run().id(), !it.info().pinned()))),
                        item(desk.text("amc.runs.again"), () -> RunActs.again(desk, it.run())),
                        item(
                                desk.text("amc.results.delete"),
                                () -> desk.sure(
                                        desk.text("amc.results.delete"),
                                        desk.text(
                                                "amc.sure.result",
                                                it.run().ask().title()),
                                        () -> change(
                                                "delete",
                                                it,
                                                () -> desk.amc()
                                                        .results()
                                                        .delete(it.run().id())))));
        return menu;
    }

    private static MenuItem item(String text, Runnable act) {
        var item = new MenuItem(text);
        item.setOnAction(_ -> act.run());
        return item;
    }

    @FunctionalInterface
    private interface Change {
        void make() throws java.io.IOException, io.pilothouse.domain.ProblemException;
    }

    private void change(String what, KeptResult it, Change change) {
        desk.act(
                "amc-result",
                what + " the result of “" + it.run().ask().title() + "” of " + desk.name(),
                _ -> {
                    change.make();
                    return true;
                },
                _ -> readAgain());
    }

    private void open(KeptResult it) {
        var pane = new GroupPane(desk, it.run(), this::back);
        opened = pane;
        root.getChildren().setAll(pane.root());
        pane.shown();
    }

    private void back() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
        root.getChildren().setAll(table);
        readAgain();
    }

    private void choose() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(desk.text("amc.results.import"));
        Optional.ofNullable(chooser.showDialog(root.getScene().getWindow()))
                .ifPresent(folder -> desk.act(
                        "amc-import-results",
                        "import results of " + desk.name(),
                        _ -> desk.amc().imports().folder(desk.id(), folder.toPath(), Consent.none(Origin.WINDOW)),
                        this::imported));
    }

    private void imported(Imports.Imported all) {
        leftOut.setText(desk.text("amc.results.imported", all.runs().size()) + " "
                + desk.said(String.join(" ", all.leftOut())));
        table.setStrips(leftOut);
        readAgain();
    }

    private void readAgain() {
        desk.read(
                reading,
                "list the results of",
                _ -> desk.amc().results().kept(Optional.of(desk.id())),
                all -> {
                    table.setProblem(Optional.empty());
                    rows.set(all);
                },
                problem -> table.setProblem(Optional.of(problem)));
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        subscription =
                desk.amc().runs().changes().subscribe(desk.window().services().fx(), _ -> readAgain());
        if (opened != null) {
            opened.shown();
        }
    }

    @Override
    public void hidden() {
        subscription.close();
        reading.cancel();
        if (opened != null) {
            opened.hidden();
        }
    }

    @Override
    public void close() {
        hidden();
        if (opened != null) {
            opened.close();
        }
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return opened == null && table.focusFilter();
    }
}
