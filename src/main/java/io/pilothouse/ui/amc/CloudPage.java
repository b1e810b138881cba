package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Collection.Period;
import io.pilothouse.domain.amc.Collection.PeriodState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.tasks.amc.Collections;
import io.pilothouse.tasks.amc.Results.KeptResult;
import io.pilothouse.tasks.amc.Schedules;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Everything that is listed for one instance, for all in scope: what was asked, schedules, collections,
/// results, and how they do. A row leads to the page of its instance. FX thread only.
final class CloudPage implements PageView {

    private static final List<String> TABS = List.of("dashboard", "runs", "schedules", "collections", "results");

    private final WindowContext window;
    private final Scope scope;
    private final RunsPage runs;
    private final Map<String, PageView> parts;
    private final TabStrip tabs;
    private final StackPane shown = new StackPane();
    private final VBox root = new VBox();
    private String tab = "runs";
    private boolean visible;

    CloudPage(WindowContext window) {
        this.window = window;
        tabs = new TabStrip(window.words(), this::choose);
        scope = new Scope(window, "marketing-cloud", it -> it.kind().equals(AmcFeature.KIND), "scope.amc");
        runs = new RunsPage(window, scope);
        parts = Map.of(
                "dashboard", new DashboardPane(window, scope, this::choose),
                "runs", runs,
                "schedules", schedules(),
                "collections", collections(),
                "results", results());
        VBox.setVgrow(shown, Priority.ALWAYS);
        root.getChildren().setAll(tabs, shown);
        showTab();
    }

    /// A schedule on one of its instances.
    private record Turns(Schedules.Status status, InstanceId instance) {}

    /// A collection on one of its instances.
    private record History(Collections.Status status, InstanceId instance) {

        long count(PeriodState state) {
            return own().filter(it -> it.state() == state).count();
        }

        private Stream<Period> own() {
            return status.periods().stream().filter(it -> it.instance().equals(instance));
        }
    }

    private Amc amc() {
        return window.services().amc().get();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private ScopeTable<Turns> schedules() {
        var clock = window.services().clock();
        var columns = List.<Column<Turns>>of(
                Column.<Turns>text(
                                "name",
                                "amc.column.name",
                                it -> it.status().schedule().name())
                        .width(220)
                        .growing(),
                Column.<Turns>text(
                                "workflow",
                                "amc.column.workflow",
                                it -> it.status().schedule().workflow())
                        .width(200),
                Column.<Turns>time(
                                "next",
                                "amc.column.next",
                                it -> it.status().next(),
                                at -> window.words().time(at, clock.instant()))
                        .width(130),
                Column.<Turns>text("latest", "amc.column.latest", this::latest)
                        .inOurWords()
                        .width(150),
                Column.<Turns>text("state", "amc.column.state", it -> state(it.status()))
                        .inOurWords()
                        .width(170));
        return new ScopeTable<>(
                window,
                scope,
                rows -> spec("amc.schedules-all", "schedules", rows, columns, Turns::instance)
                        .sortedBy(new SortBy("name", false))
                        .opening(it -> window.navigation().goTo(it.instance(), "amc-schedules")),
                it -> List.of(it.instance(), it.status().schedule().id()),
                () -> amc().schedules().all().stream()
                        .flatMap(status -> amc().schedules().instancesOf(status.schedule()).stream()
                                .map(id -> new Turns(status, id)))
                        .toList(),
                () -> amc().schedules().changes());
    }

    private String latest(Turns turns) {
        return turns.status().latest().stream()
                .filter(slot -> slot.instance().equals(turns.instance()))
                .findFirst()
                .map(slot -> text("amc.slot." + slot.state().word()))
                .orElse("");
    }

    private String state(Schedules.Status status) {
        return SchedulesPage.state(window.texts(), status);
    }

    private ScopeTable<History> collections() {
        var words = window.words();
        var columns = List.<Column<History>>of(
                Column.<History>text(
                                "name",
                                "amc.column.name",
                                it -> it.status().collection().name())
                        .width(220)
                        .growing(),
                Column.<History>text(
                                "workflow",
                                "amc.column.workflow",
                                it -> it.status().collection().workflow())
                        .width(200),
                Column.<History>count("done", "amc.column.done", it -> it.count(PeriodState.SUCCEEDED), words)
                        .width(80),
                Column.<History>count("empty", "amc.column.empty", it -> it.count(PeriodState.EMPTY), words)
                        .width(80),
                Column.<History>count("running", "amc.column.running", it -> it.count(PeriodState.RUNNING), words)
                        .width(80),
                Column.<History>count("held", "amc.column.held", it -> it.count(PeriodState.HELD), words)
                        .width(80),
                Column.<History>count("pending", "amc.column.pending", it -> it.count(PeriodState.PENDING), words)
                        .width(80),
                Column.<History>count("failed", "amc.column.failed", it -> it.count(PeriodState.FAILED), words)
                        .width(80));
        return new ScopeTable<>(
                window,
                scope,
                rows -> spec("amc.collections-all", "collections", rows, columns, History::instance)
                        .sortedBy(new SortBy("name", false))
                        .opening(it -> window.navigation().goTo(it.instance(), "collections")),
                it -> List.of(it.instance(), it.status().collection().id()),
                () -> amc().collections().all().stream()
                        .flatMap(status ->
                                status.collection().instances().stream().map(id -> new History(status, id)))
                        .toList(),
                () -> amc().runs().changes());
    }

    private ScopeTable<KeptResult> results() {
        return new ScopeTable<>(
                window,
                scope,
                rows -> spec(
                                "amc.results-all",
                                "results",
                                rows,
                                ResultsPage.columns(window),
                                it -> it.run().instance())
                        .sortedBy(new SortBy("fetched", true))
                        .opening(it -> {
                            choose("runs");
                            runs.open(it.run());
                        }),
                it -> it.run().id(),
                () -> amc().results().kept(Optional.empty()),
                () -> amc().runs().changes());
    }

    private <R> TableSpec<R> spec(
            String id,
            String part,
            io.pilothouse.ui.table.MemoryRows<R> rows,
            List<Column<R>> columns,
            java.util.function.Function<R, InstanceId> whose) {
        var all = new java.util.ArrayList<Column<R>>();
        all.add(Column.<R>text("instance", "amc.column.instance", it -> new Desk(window, whose.apply(it)).name())
                .width(170)
                .drawn(() -> InstanceCell.of(window.services().instances(), whose)));
        all.addAll(columns);
        return TableSpec.of(id, tabText(part), rows, all)
                .ofInstance(whose)
                .whenEmpty(() -> ScopeTable.empty(window, scope, emptyText(part)));
    }

    private String tabText(String part) {
        return switch (part) {
            case "dashboard" -> text("amc.tab.dashboard");
            case "schedules" -> text("amc.tab.schedules");
            case "collections" -> text("amc.tab.collections");
            case "results" -> text("amc.tab.results");
            default -> text("amc.tab.runs");
        };
    }

    private String emptyText(String part) {
        return switch (part) {
            case "schedules" -> text("amc.schedules.empty-all");
            case "collections" -> text("amc.collections.empty-all");
            default -> text("amc.results.empty-all");
        };
    }

    private void choose(String chosen) {
        if (!chosen.equals(tab)) {
            part().hidden();
            tab = chosen;
            showTab();
            if (visible) {
                part().shown();
            }
        }
    }

    private void showTab() {
        tabs.show(
                TABS.stream()
                        .map(it -> new TabStrip.Tab(it, tabText(it), OptionalLong.empty()))
                        .toList(),
                tab);
        shown.getChildren().setAll(part().root());
    }

    private PageView part() {
        return java.util.Objects.requireNonNull(parts.get(tab));
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public Optional<Scope> scope() {
        return Optional.of(scope);
    }

    @Override
    public void shown() {
        visible = true;
        part().shown();
    }

    @Override
    public void hidden() {
        visible = false;
        part().hidden();
    }

    @Override
    public void close() {
        parts.values().forEach(PageView::close);
        scope.close();
    }

    @Override
    public boolean focusFilter() {
        return part().focusFilter();
    }
}
