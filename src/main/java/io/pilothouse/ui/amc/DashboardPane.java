package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.tasks.amc.Dashboard;
import io.pilothouse.tasks.amc.Logins;
import io.pilothouse.tasks.amc.RemoteWatch;
import io.pilothouse.tasks.amc.Usage.EndpointUsage;
import io.pilothouse.tasks.amc.Usage.InstanceUsage;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;

/// How the instances in scope do: states, runs by the hour, allowance, Amazon's answers, consents. Each
/// figure leads to the records behind it. FX thread only.
final class DashboardPane implements PageView {

    private static final List<Duration> SPANS = List.of(
            Duration.ofHours(1), Duration.ofHours(24), Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(400));
    private static final double HOUR_HEIGHT = 60;

    private final WindowContext window;
    private final Scope scope;
    private final Consumer<String> go;
    private final FlowPane tiles = new FlowPane(10, 10);
    private final HBox hours = new HBox(3);
    private final Label refusals = new Label();
    private final ComboBox<Duration> span = new ComboBox<>();
    private final MemoryRows<InstanceUsage> instances = new MemoryRows<>(InstanceUsage::instance);
    private final MemoryRows<EndpointUsage> endpoints = new MemoryRows<>(EndpointUsage::endpoint);
    private final RowTable<InstanceUsage> usage;
    private final RowTable<EndpointUsage> calls;
    private final ScrollPane root;
    private final Latest reading;
    private Subscription following = () -> {};
    private io.pilothouse.tasks.Subscription subscription = () -> {};

    /// @param go opens another part of the page
    DashboardPane(WindowContext window, Scope scope, Consumer<String> go) {
        this.window = window;
        this.scope = scope;
        this.go = go;
        reading = new Latest(window.services().fx());
        usage = new RowTable<>(
                window,
                TableSpec.of("amc.usage-all", text("amc.usage.heading"), instances, AllowancePage.usageColumns(window))
                        .ofInstance(InstanceUsage::instance)
                        .opening(it -> window.navigation().goTo(it.instance(), "runs")));
        usage.setMinHeight(190);
        calls = new RowTable<>(
                window,
                TableSpec.of("amc.calls-all", text("amc.calls.heading"), endpoints, AllowancePage.callColumns(window)));
        calls.setMinHeight(220);
        span.getItems().setAll(SPANS);
        span.setValue(SPANS.get(1));
        span.setConverter(new StringConverter<>() {
            @Override
            public String toString(Duration chosen) {
                return text("amc.dashboard.span", chosen.toHours());
            }

            @Override
            public Duration fromString(String words) {
                return SPANS.get(1);
            }
        });
        span.setAccessibleText(text("amc.dashboard.span-of"));
        span.valueProperty().subscribe(this::readAgain);
        tiles.setMinHeight(Region.USE_PREF_SIZE);
        hours.setAlignment(Pos.BOTTOM_LEFT);
        hours.setMinHeight(HOUR_HEIGHT + 4);
        refusals.setWrapText(true);
        refusals.getStyleClass().add("text-muted");
        var callsHead = new HBox(10, heading("amc.calls.heading"), span, refusals);
        callsHead.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(refusals, Priority.ALWAYS);
        var box = new VBox(
                12,
                tiles,
                heading("amc.dashboard.hours"),
                hours,
                heading("amc.usage.heading"),
                usage,
                callsHead,
                calls);
        box.setPadding(new Insets(12));
        VBox.setVgrow(usage, Priority.ALWAYS);
        VBox.setVgrow(calls, Priority.ALWAYS);
        root = new ScrollPane(box);
        root.setFitToWidth(true);
        root.setFitToHeight(true);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private Label heading(String key) {
        var label = new Label(text(key));
        label.getStyleClass().add("text-bold");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private void readAgain() {
        var ids = scope.view().get().ids();
        var over = span.getValue();
        reading.<Dashboard.Summary>start(
                () -> window.background()
                        .read(
                                "sum up how AMC does",
                                List.copyOf(ids),
                                _ -> window.services().amc().get().dashboard().of(ids, over)),
                outcome -> Desk.settled(outcome, this::show, problem -> usage.setProblem(Optional.of(problem))));
    }

    private void show(Dashboard.Summary summary) {
        usage.setProblem(Optional.empty());
        instances.set(summary.usage());
        endpoints.set(summary.calls());
        refusals.setText(summary.refusals().entrySet().stream()
                .map(it -> it.getKey() == 0
                        ? text("amc.dashboard.unanswered", it.getValue())
                        : text("amc.dashboard.refused", it.getKey(), it.getValue()))
                .collect(Collectors.joining(" · ")));
        tiles.getChildren().setAll(tilesOf(summary));
        hours.getChildren().setAll(bars(summary.hours()));
    }

    private List<Node> tilesOf(Dashboard.Summary summary) {
        var list = new ArrayList<Node>();
        int active = summary.lifecycles().getOrDefault(Lifecycle.ACTIVE, 0);
        int all = summary.lifecycles().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        list.add(tile(
                "instances",
                text("amc.dashboard.active", active, all),
                summary.longestSick()
                        .map(at -> text(
                                "amc.dashboard.sick-since",
                                window.words()
                                        .time(at, window.services().clock().instant())))
                        .orElse(
                                summary.unhealthy() == 0
                                        ? text("amc.dashboard.all-well")
                                        : text("amc.dashboard.unhealthy", summary.unhealthy())),
                summary.unhealthy() > 0,
                () -> window.navigation().go(new io.pilothouse.ui.shell.Location.Program("fleet"))));
        int today = summary.usage().stream().mapToInt(InstanceUsage::usedToday).sum();
        int waiting = summary.usage().stream().mapToInt(InstanceUsage::waiting).sum();
        list.add(tile(
                "runs",
                text("amc.dashboard.today", today),
                text("amc.dashboard.waiting", waiting),
                false,
                () -> go.accept("runs")));
        list.add(tile(
                "schedules",
                text("amc.dashboard.standing", summary.standing()),
                text(
                        "amc.dashboard.remote",
                        summary.remote().getOrDefault(RemoteWatch.Verdict.FAILING, 0),
                        summary.remote().getOrDefault(RemoteWatch.Verdict.SILENT, 0)),
                summary.standing()
                                + summary.remote().getOrDefault(RemoteWatch.Verdict.FAILING, 0)
                                + summary.remote().getOrDefault(RemoteWatch.Verdict.SILENT, 0)
                        > 0,
                () -> go.accept("schedules")));
        var today0 = LocalDate.ofInstant(window.services().clock().instant(), ZoneOffset.UTC);
        var soonest = summary.logins().stream()
                .flatMap(it -> it.ends().stream())
                .min(Comparator.naturalOrder())
                .map(day -> ChronoUnit.DAYS.between(today0, day));
        long bad = summary.logins().stream()
                .filter(it -> it.state() != Logins.State.OK)
                .count();
        list.add(tile(
                "logins",
                text("amc.dashboard.logins", summary.logins().size(), bad),
                soonest.map(days -> text("amc.dashboard.consent-ends", days))
                                .orElse(text("amc.dashboard.consent-stays"))
                        + " · " + text("amc.dashboard.tokens", summary.tokenRefreshes()),
                bad > 0,
                () -> scope.view().get().chosen().stream()
                        .findFirst()
                        .ifPresent(it -> window.navigation().goTo(it.id(), "accounts"))));
        return list;
    }

    private Button tile(String id, String figure, String below, boolean bad, Runnable open) {
        var first = new Label(figure);
        first.getStyleClass().add("amc-figure");
        var second = new Label(below);
        second.getStyleClass().add(bad ? "amc-bad" : "text-muted");
        var tile = new Button(null, new VBox(2, first, second));
        tile.setId("amc-tile-" + id);
        tile.getStyleClass().setAll("amc-card", "amc-tile");
        tile.setAccessibleText(figure + ", " + below);
        tile.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        tile.setOnAction(_ -> open.run());
        return tile;
    }

    /// One bar for each hour, from below what came back, what is open, what went wrong.
    private List<Node> bars(List<Dashboard.Hour> all) {
        int most = all.stream()
                .mapToInt(it ->
                        it.runs().values().stream().mapToInt(Integer::intValue).sum())
                .max()
                .orElse(0);
        var bars = new ArrayList<Node>();
        for (var hour : all) {
            long good = hour.runs().getOrDefault(RunState.READY, 0);
            long bad = hour.runs().entrySet().stream()
                    .filter(it -> it.getKey().bad())
                    .mapToInt(java.util.Map.Entry::getValue)
                    .sum();
            long open = hour.runs().entrySet().stream()
                    .filter(it -> !it.getKey().ended())
                    .mapToInt(java.util.Map.Entry::getValue)
                    .sum();
            var words = text(
                    "amc.dashboard.hour",
                    window.words().time(hour.from(), window.services().clock().instant()),
                    good,
                    open,
                    bad);
            var bar = new VBox(
                    piece("amc-bar-failed", bad, most),
                    piece("amc-bar-running", open, most),
                    piece("amc-bar-fetched", good, most),
                    foot());
            bar.setAlignment(Pos.BOTTOM_CENTER);
            bar.setAccessibleText(words);
            HBox.setHgrow(bar, Priority.ALWAYS);
            Tooltip.install(bar, new Tooltip(words));
            bars.add(bar);
        }
        return bars;
    }

    private static Region piece(String style, long count, int most) {
        var piece = new Region();
        piece.getStyleClass().add(style);
        double height = most == 0 ? 0 : HOUR_HEIGHT * count / most;
        piece.setMinHeight(height);
        piece.setPrefHeight(height);
        piece.setMaxHeight(height);
        return piece;
    }

    private static Region foot() {
        var foot = new Region();
        foot.getStyleClass().add("amc-share-track");
        foot.setMinHeight(2);
        foot.setPrefHeight(2);
        foot.setMaxHeight(2);
        return foot;
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        subscription = window.services()
                .amc()
                .get()
                .runs()
                .changes()
                .subscribe(window.services().fx(), _ -> readAgain());
        following = scope.view().subscribe(_ -> readAgain());
    }

    @Override
    public void hidden() {
        subscription.close();
        following.unsubscribe();
        reading.cancel();
    }

    @Override
    public void close() {
        hidden();
        usage.close();
        calls.close();
    }

    @Override
    public boolean focusFilter() {
        return usage.focusFilter();
    }
}
