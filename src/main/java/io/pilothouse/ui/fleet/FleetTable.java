package io.pilothouse.ui.fleet;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.ui.action.ManyAction;
import io.pilothouse.ui.common.Severity;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.InstanceMenu;
import io.pilothouse.ui.shell.Removal;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.Heads;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.kordamp.ikonli.octicons.Octicons;

/// The instances of the Fleet in the table of the program. FX thread only.
final class FleetTable {

    private final WindowContext window;
    private final Words words;
    private final FleetViewModel model;
    private final FleetPeek peek;
    private final MemoryRows<FleetLine> rows = new MemoryRows<>(FleetTable::key);
    private final RowTable<FleetLine> table;
    private volatile FleetMetric metric = FleetMetric.LATENCY;
    private FleetSettings.Grouping grouping = FleetSettings.Grouping.NONE;
    private List<String> folded = List.of();

    FleetTable(WindowContext window, FleetViewModel model, FleetPeek peek, Supplier<Node> noProblems) {
        this.window = window;
        words = window.words();
        this.model = model;
        this.peek = peek;
        table = new RowTable<>(
                window,
                TableSpec.of("fleet.instances", words.texts().text("fleet.table.spoken"), rows, columns())
                        .sortedBy(new SortBy("state", false))
                        .ofAnyInstance(FleetTable::idOf)
                        .withHeads(new Heads<>(
                                line -> line instanceof FleetLine.Heading head
                                        ? Optional.of(head.key())
                                        : Optional.empty(),
                                model::fold,
                                () -> new FleetHead(words)))
                        .opening(line -> idOf(line).ifPresent(window.navigation()::goTo))
                        .following(line -> idOf(line).ifPresent(peek::follow))
                        .withMenu(line -> window.actions().menu(InstanceMenu.ACTIONS, idOf(line)))
                        .withBulk(acts())
                        .withoutBoxes()
                        .withKeys(this::onKey)
                        .spokenAs(this::spoken)
                        .whenEmpty(noProblems));
        table.getStyleClass().add("fleet-table");
        fill();
        model.rows().addListener((ListChangeListener<FleetRow>) _ -> fill());
    }

    RowTable<FleetLine> node() {
        return table;
    }

    private static Object key(FleetLine line) {
        return switch (line) {
            case FleetLine.Heading head -> "group " + head.key();
            case FleetLine.Of(FleetRow row) -> row.instance().id();
        };
    }

    private static Optional<InstanceId> idOf(FleetLine line) {
        return line instanceof FleetLine.Of(FleetRow row)
                ? Optional.of(row.instance().id())
                : Optional.empty();
    }

    private static <T> Function<FleetLine, T> of(Function<FleetRow, T> value, T none) {
        return line -> line instanceof FleetLine.Of(FleetRow row) ? value.apply(row) : none;
    }

    private static Function<FleetLine, String> words(Function<FleetRow, String> value) {
        return of(value, "");
    }

    private static ToDoubleFunction<FleetLine> figure(ToDoubleFunction<FleetRow> value) {
        return line -> line instanceof FleetLine.Of(FleetRow row) ? value.applyAsDouble(row) : Double.NaN;
    }

    private String spoken(FleetLine line) {
        return switch (line) {
            case FleetLine.Heading group -> words.texts().text("shell.rail.section", group.title(), group.count());
            case FleetLine.Of(FleetRow row) -> {
                var said = words.texts().text("fleet.row.spoken", row.instance().name(), words.state(row.state()));
                yield row.drift().settings() == 0
                        ? said
                        : words.texts()
                                .text("fleet.row.spoken", said, row.drift().words());
            }
        };
    }

    private List<Column<FleetLine>> columns() {
        var none = words.texts().text("common.none");
        return List.of(
                Column.<FleetLine>choice(
                                "state",
                                "fleet.column.state",
                                words(row -> words.state(row.state())),
                                Severity.ORDER.stream().map(words::state).toList())
                        .exportedAs(words(row -> row.state().word()))
                        .width(196)
                        .upTo(300)
                        .sortedBy(Comparator.comparing(
                                line -> line instanceof FleetLine.Of(FleetRow row) ? row : null,
                                Comparator.nullsFirst(FleetViewModel.PROBLEMS_FIRST)))
                        .drawn(() -> new FleetCells.State(words)),
                Column.<FleetLine>text(
                                "instance",
                                "fleet.column.instance",
                                words(row -> row.instance().name()))
                        .width(162)
                        .upTo(260)
                        .staying()
                        .drawn(() -> new FleetCells.Name(words)),
                Column.<FleetLine>text("kind", "fleet.column.kind", words(this::kind))
                        .inOurWords()
                        .width(194)
                        .upTo(220)
                        .drawn(() -> new FleetCells.Kind(words)),
                Column.<FleetLine>number(
                                "uptime",
                                "fleet.column.bars.day",
                                figure(FleetTable::uptime),
                                words(row -> percent(row)))
                        .width(156) // words come first; a picture gives way
                        .upTo(304)
                        .atLeft()
                        .drawn(() -> new FleetCells.Bars(words, model)),
                Column.<FleetLine>number("metric", "fleet.column.latency", figure(this::measured), words(this::said))
                        .width(96)
                        .atLeft()
                        .drawn(() -> new FleetCells.Line(words, () -> metric)),
                Column.<FleetLine>number("figure", "fleet.column.p95", figure(this::second), words(this::said))
                        .width(68)
                        .drawn(() -> new FleetCells.Quiet(
                                row -> said(row).isEmpty() ? none : said(row),
                                row -> said(row).isEmpty())),
                Column.<FleetLine>text("work", "fleet.column.work", words(FleetRow::work))
                        .inOurWords()
                        .width(212)
                        .growing()
                        .drawn(FleetCells.Work::new),
                Column.<FleetLine>time(
                                "next",
                                "fleet.column.next",
                                of(FleetRow::nextAt, Optional.<Instant>empty()),
                                at -> words.time(at, window.services().clock().instant()))
                        .width(96)
                        .atRight()
                        .drawn(() -> new FleetCells.Quiet(FleetRow::next, FleetRow::quietNext)),
                Column.<FleetLine>time(
                                "since",
                                "fleet.column.since",
                                of(FleetTable::since, Optional.<Instant>empty()),
                                at -> words.time(at, window.services().clock().instant()))
                        .hidden(),
                Column.<FleetLine>text(
                                "group",
                                "fleet.bulk.group",
                                words(row -> row.instance().configuration().group()))
                        .hidden(),
                Column.<FleetLine>text(
                                "tag",
                                "fleet.bulk.tags",
                                words(row -> String.join(
                                        ", ", row.instance().configuration().tags())))
                        .hidden(),
                Column.<FleetLine>text(
                                "host",
                                "fleet.column.host",
                                words(row -> row.instance().address().host()))
                        .hidden(),
                Column.<FleetLine>number(
                                "drift",
                                "fleet.drift",
                                figure(row -> row.drift().words().isEmpty()
                                        ? Double.NaN
                                        : row.drift().settings()),
                                words(row -> row.drift().words().isEmpty()
                                        ? words.texts().text("fleet.drift.never")
                                        : row.drift().words()))
                        .width(240)
                        .atLeft()
                        .hidden(),
                Column.<FleetLine>text("former", "fleet.column.former", words(row -> String.join(", ", row.former())))
                        .width(140)
                        .hidden(),
                Column.<FleetLine>text(
                                "id",
                                "fleet.column.id",
                                words(row -> row.instance().id().value()))
                        .width(200)
                        .inEveryFile());
    }

    private String kind(FleetRow row) {
        var version =
                row.instance().identity().map(identity -> identity.version()).orElse("");
        return (words.kind(row.instance().kind()) + " " + version).strip();
    }

    /// @return since when it is in its state
    private static Optional<Instant> since(FleetRow row) {
        return Optional.of(row.since()).filter(at -> !at.equals(Instant.EPOCH));
    }

    /// @return the share of checks that passed, NaN where nothing was checked
    private static double uptime(FleetRow row) {
        long checks =
                row.history().bars().stream().mapToLong(bar -> bar.checks()).sum();
        return checks == 0
                ? Double.NaN
                : (double) row.history().bars().stream()
                                .mapToLong(bar -> bar.passed())
                                .sum()
                        / checks;
    }

    private String percent(FleetRow row) {
        double share = uptime(row);
        return Double.isNaN(share) ? "" : words.percent(share);
    }

    private double measured(FleetRow row) {
        if (!metric.latency()) {
            return row.metric().share() < 0 ? Double.NaN : row.metric().share();
        }
        var values = row.history().latency();
        return values.length == 0 ? Double.NaN : values[values.length - 1];
    }

    private double second(FleetRow row) {
        return metric.latency() ? row.history().p95() : measured(row);
    }

    private String said(FleetRow row) {
        if (!metric.latency()) {
            return row.metric().words();
        }
        double p95 = row.history().p95();
        return Double.isNaN(p95) ? "" : words.latency(p95);
    }

    private List<BulkAct<FleetLine>> acts() {
        var texts = words.texts();
        var acts = new ArrayList<BulkAct<FleetLine>>(List.of(
                BulkAct.<FleetLine>of("fleet.edit", texts.text("fleet.bulk.open"), Octicons.PENCIL_16, this::edit),
                BulkAct.of(
                        "fleet.check",
                        texts.text("fleet.cause.check"),
                        Octicons.SYNC_16,
                        chosen -> model.check(instances(chosen))),
                BulkAct.of(
                        "fleet.maintenance",
                        texts.text("fleet.cause.maintenance"),
                        Octicons.TOOLS_16,
                        chosen -> model.maintain(instances(chosen)))));
        for (var action : window.actions().forMany()) {
            acts.add(BulkAct.<FleetLine>of(
                            action.id(),
                            window.actions().title(action),
                            action.icon(),
                            chosen -> action.body().accept(served(action, chosen)))
                    .onlyWhere(chosen -> !served(action, chosen).isEmpty()));
        }
        acts.add(BulkAct.<FleetLine>of(
                        "fleet.remove",
                        texts.text("action.instance.remove"),
                        Octicons.TRASH_16,
                        chosen -> new Removal(window).of(instances(chosen)))
                .destroying()
                .onlyWhere(chosen -> !instances(chosen).isEmpty()));
        return acts;
    }

    private static List<InstanceId> served(ManyAction action, Chosen<FleetLine> chosen) {
        return instances(chosen).stream()
                .map(Instance::id)
                .filter(action.serves())
                .toList();
    }

    private void edit(Chosen<FleetLine> chosen) {
        new BulkEditDialog(window, instances(chosen).stream().map(Instance::id).toList()).open();
    }

    private static List<Instance> instances(Chosen<FleetLine> chosen) {
        return chosen instanceof Chosen.Rows<FleetLine>(var lines)
                ? lines.stream()
                        .filter(FleetLine.Of.class::isInstance)
                        .map(line -> ((FleetLine.Of) line).row().instance())
                        .toList()
                : List.of();
    }

    private boolean onKey(FleetLine line, KeyEvent event) {
        var id = idOf(line);
        if (id.isEmpty()) {
            return false;
        }
        if (event.getCode() == KeyCode.SPACE && !event.isShortcutDown()) {
            peek.toggle(id.get());
            return true;
        }
        for (var name : InstanceMenu.ACTIONS) {
            boolean its = window.actions()
                    .find(name)
                    .flatMap(action -> action.key())
                    .filter(key -> key.match(event))
                    .isPresent();
            if (its) {
                if (name.equals("instance.edit") && table.chosen().count() > 1) {
                    edit(table.chosen());
                } else {
                    window.actions().run(name, id);
                }
                return true;
            }
        }
        return false;
    }

    private void fill() {
        rows.set(model.rows().stream().<FleetLine>map(FleetLine.Of::new).toList());
    }

    void show(FleetViewModel.View view) {
        if (grouping != view.grouping() || !folded.equals(view.folded())) {
            grouping = view.grouping();
            folded = view.folded();
            table.group(model.grouping());
        }
        if (metric != view.metric()) {
            metric = view.metric();
            var texts = words.texts();
            table.setHead("metric", texts.text("fleet.metric." + metric.word()), "");
            table.setHead("figure", metric.latency() ? texts.text("fleet.column.p95") : "", "");
            table.repaint();
        }
    }

    void show(Span span) {
        table.setHead(
                "uptime",
                words.texts().text("fleet.column.bars." + span.word()),
                words.texts().text("fleet.column.now"));
    }
}
