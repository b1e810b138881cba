package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.Usage.EndpointUsage;
import io.pilothouse.tasks.amc.Usage.InstanceUsage;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What is used of the allowance, how long runs take, how often calls fail.
final class AllowancePage implements PageView {

    private static final Duration SPAN = Duration.ofDays(30);

    private final Desk desk;
    private final VBox root = new VBox(8);
    private final MemoryRows<InstanceUsage> instances = new MemoryRows<>(InstanceUsage::instance);
    private final MemoryRows<EndpointUsage> endpoints = new MemoryRows<>(EndpointUsage::endpoint);
    private final RowTable<InstanceUsage> usage;
    private final RowTable<EndpointUsage> calls;
    private final Latest reading;

    AllowancePage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        usage = new RowTable<>(
                window,
                TableSpec.of("amc.usage", desk.text("amc.usage.title"), instances, usageColumns(window))
                        .ofInstance(InstanceUsage::instance));
        calls = new RowTable<>(
                window, TableSpec.of("amc.calls", desk.text("amc.calls.title"), endpoints, callColumns(window)));
        var first = new Label(desk.text("amc.usage.heading"));
        first.getStyleClass().addAll("text-card", "amc-table-heading");
        var second = new Label(desk.text("amc.calls.heading"));
        second.getStyleClass().addAll("text-card", "amc-table-heading");
        VBox.setVgrow(usage, Priority.ALWAYS);
        VBox.setVgrow(calls, Priority.ALWAYS);
        root.getChildren().setAll(first, usage, second, calls);
    }

    /// What is used of the allowance, and how runs went.
    static List<Column<InstanceUsage>> usageColumns(WindowContext window) {
        var words = window.words();
        return List.<Column<InstanceUsage>>of(
                Column.<InstanceUsage>text("name", "amc.column.instance", InstanceUsage::name)
                        .width(200)
                        .growing(),
                Column.<InstanceUsage>text("today", "amc.column.today", it -> today(window, it))
                        .inOurWords()
                        .width(110),
                Column.<InstanceUsage>count("waiting", "amc.column.waiting", InstanceUsage::waiting, words)
                        .width(80),
                Column.<InstanceUsage>count("runs", "amc.column.runs", InstanceUsage::runs, words)
                        .width(80),
                Column.<InstanceUsage>count("workflows", "amc.column.workflows", InstanceUsage::workflows, words)
                        .width(90),
                Column.<InstanceUsage>count("failed", "amc.column.failed", AllowancePage::failed, words)
                        .width(80),
                Column.<InstanceUsage>duration("mean", "amc.column.mean", InstanceUsage::mean, words)
                        .width(90),
                Column.<InstanceUsage>duration("p95", "amc.column.p95", InstanceUsage::slowest, words)
                        .width(90),
                Column.<InstanceUsage>count("rows", "amc.column.rows", InstanceUsage::rows, words)
                        .width(100),
                Column.<InstanceUsage>size("size", "amc.column.size", InstanceUsage::bytes, words)
                        .width(90));
    }

    /// How Amazon's endpoints answered.
    static List<Column<EndpointUsage>> callColumns(WindowContext window) {
        var words = window.words();
        return List.<Column<EndpointUsage>>of(
                Column.<EndpointUsage>text("endpoint", "amc.column.endpoint", EndpointUsage::endpoint)
                        .width(280)
                        .growing(),
                Column.<EndpointUsage>count("calls", "amc.column.calls", EndpointUsage::calls, words),
                Column.<EndpointUsage>count("throttled", "amc.column.throttled", EndpointUsage::throttled, words),
                Column.<EndpointUsage>count("failed", "amc.column.failed", EndpointUsage::failed, words),
                Column.<EndpointUsage>number(
                        "errors", "amc.column.errors", EndpointUsage::errorRate, it -> words.percent(it.errorRate())),
                Column.<EndpointUsage>number(
                        "p50", "amc.column.p50", it -> (double) it.p50Millis(), it -> words.latency(it.p50Millis())),
                Column.<EndpointUsage>number(
                        "p95", "amc.column.p95", it -> (double) it.p95Millis(), it -> words.latency(it.p95Millis())));
    }

    private static String today(WindowContext window, InstanceUsage it) {
        return it.limit()
                .map(most -> window.texts().text("amc.usage.of", it.usedToday(), most))
                .orElse(window.words().number(it.usedToday()));
    }

    private static long failed(InstanceUsage it) {
        return it.byState().entrySet().stream()
                .filter(entry -> entry.getKey().bad() && entry.getKey() != RunState.CANCELLED)
                .mapToInt(java.util.Map.Entry::getValue)
                .sum();
    }

    private record Read(List<InstanceUsage> instances, List<EndpointUsage> endpoints) {}

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        var now = desk.window().services().clock().instant();
        desk.read(
                reading,
                "sum up the use of",
                _ -> {
                    var all = desk.amc().usage();
                    return new Read(all.instances(now.minus(SPAN), now.plusMillis(1)), all.endpoints(now.minus(SPAN)));
                },
                read -> {
                    instances.set(read.instances());
                    endpoints.set(read.endpoints());
                    usage.setProblem(Optional.empty());
                },
                problem -> usage.setProblem(Optional.of(problem)));
    }

    @Override
    public void hidden() {
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
