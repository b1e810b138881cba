package io.pilothouse.ui.home;

import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeComparison.Outcome;
import io.pilothouse.domain.home.HomeComparison.Part;
import io.pilothouse.domain.home.HomeComparison.Row;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Two to four houses side by side: what only some have, and what differs. The houses chosen here are not
/// the active one and never change it.
final class ComparePage implements PageView {

    private static final String NOTHING = "–";

    private final WindowContext window;
    private final Map<InstanceId, CheckBox> boxes = new LinkedHashMap<>();
    private final FlowPane houses = new FlowPane(16, 8);
    private final Button compare;
    private final CheckBox equal;
    private final Label summary = new Label();
    private final MemoryRows<Row> rows = new MemoryRows<>(row -> row.part() + "/" + row.key());
    private final VBox place = new VBox();
    private final VBox root = new VBox(8);
    private final Latest line;
    private Optional<RowTable<Row>> table = Optional.empty();
    private Optional<HomeComparison> last = Optional.empty();

    ComparePage(WindowContext window) {
        this.window = window;
        line = new Latest(window.services().fx());
        compare = new Button(text("home.compare.go"), new Icon(Octicons.GIT_COMPARE_16));
        compare.setId("home-compare");
        compare.getStyleClass().add("accent");
        compare.setOnAction(_ -> load());
        equal = new CheckBox(text("home.compare.equal"));
        equal.setOnAction(_ -> last.ifPresent(this::fill));
        houses.setAlignment(Pos.CENTER_LEFT);
        summary.getStyleClass().addAll("text-muted", "text-second");
        summary.setWrapText(true);
        var head = new VBox(8, houses, new FlowPane(12, 8, compare, equal), summary);
        head.setPadding(new Insets(12, 16, 0, 16));
        VBox.setVgrow(place, Priority.ALWAYS);
        look();
        root.getChildren().setAll(head, place);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private void offer() {
        var chosen = chosen();
        boxes.clear();
        for (var house : HousePages.houses(window.services())) {
            var box = new CheckBox(house.name());
            box.setSelected(chosen.contains(house.id()) || chosen.isEmpty() && boxes.size() < 2);
            box.setOnAction(_ -> look());
            boxes.put(house.id(), box);
        }
        houses.getChildren().setAll(boxes.values());
        look();
    }

    private void look() {
        int count = chosen().size();
        boolean some = count >= 2 && count <= HomeComparison.MOST_SIDES;
        compare.setDisable(!some);
        if (last.isEmpty()) {
            var empty = new StatePane(
                    Octicons.GIT_COMPARE_16,
                    text(some ? "home.compare.ready" : "home.compare.choose", count),
                    text("home.compare.why"),
                    List.of());
            VBox.setVgrow(empty, Priority.ALWAYS);
            place.getChildren().setAll(empty);
        }
    }

    private List<InstanceId> chosen() {
        return boxes.entrySet().stream()
                .filter(entry -> entry.getValue().isSelected())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void load() {
        var ids = chosen();
        summary.setText(text("home.compare.loading"));
        line.<HomeComparison>start(
                () -> window.background()
                        .read(
                                "compare houses",
                                ids,
                                _ -> window.services().homes().compare(ids, EnumSet.allOf(Part.class))),
                outcome -> {
                    switch (outcome) {
                        case io.pilothouse.domain.task.Outcome.Succeeded<HomeComparison>(var comparison) ->
                            show(comparison);
                        case io.pilothouse.domain.task.Outcome.Failed<HomeComparison>(var problem) ->
                            summary.setText(window.texts().said(problem));
                        case io.pilothouse.domain.task.Outcome.Cancelled<HomeComparison>() -> {}
                    }
                });
    }

    private void show(HomeComparison comparison) {
        last = Optional.of(comparison);
        table.ifPresent(RowTable::close);
        var made = new RowTable<>(
                window,
                TableSpec.of(
                                "home.compare" + comparison.sides().size(),
                                text("home.compare.title"),
                                rows,
                                columns(comparison))
                        .whenEmpty(() -> comparison.rows().isEmpty()
                                ? new StatePane(Octicons.ALERT_16, text("home.compare.nothing"), "", List.of())
                                : new StatePane(Octicons.CHECK_CIRCLE_16, text("home.compare.same"), "", List.of())));
        table = Optional.of(made);
        VBox.setVgrow(made, Priority.ALWAYS);
        place.getChildren().setAll(made);
        made.setStrips(gaps(comparison));
        fill(comparison);
    }

    private void fill(HomeComparison comparison) {
        rows.set(comparison.rows().stream()
                .filter(row -> equal.isSelected() || row.outcome() != Outcome.EQUAL)
                .toList());
        long different = comparison.rows().stream()
                .filter(row -> row.outcome() == Outcome.DIFFERENT)
                .count();
        long same = comparison.rows().stream()
                .filter(row -> row.outcome() == Outcome.EQUAL)
                .count();
        summary.setText(text(
                "home.compare.summary",
                different,
                comparison.rows().size() - different - same,
                same,
                comparison.sides().stream().map(HomeComparison.Side::name).collect(Collectors.joining(" · "))));
    }

    private Node[] gaps(HomeComparison comparison) {
        var strips = new ArrayList<Node>();
        for (var side : comparison.sides()) {
            grouped(side.missing())
                    .forEach((reason, parts) -> strips.add(strip(text(
                            "home.compare.gap",
                            side.name(),
                            parts,
                            window.texts().said(reason)))));
            var reasons = new EnumMap<Part, String>(Part.class);
            side.stored().forEach((part, stored) -> reasons.put(part, stored.reason()));
            side.stored().values().stream()
                    .map(HomeComparison.Stored::readAt)
                    .min(Comparator.naturalOrder())
                    .map(at -> window.words().time(at, window.services().clock().instant()))
                    .ifPresent(when -> grouped(reasons)
                            .forEach((reason, parts) -> strips.add(strip(text(
                                    "home.compare.stored",
                                    side.name(),
                                    parts,
                                    when,
                                    window.texts().said(reason))))));
        }
        return strips.toArray(Node[]::new);
    }

    /// @return the names of parts by what they have in common
    private Map<String, String> grouped(Map<Part, String> reasons) {
        return reasons.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        LinkedHashMap::new,
                        Collectors.mapping(entry -> part(entry.getKey()), Collectors.joining(", "))));
    }

    private static Node strip(String words) {
        var strip = new Label(words, new Icon(Octicons.ALERT_16));
        strip.setWrapText(true);
        strip.setPadding(new Insets(4, 16, 8, 16));
        return strip;
    }

    private String part(Part part) {
        return text("home.part." + part.name());
    }

    private List<Column<Row>> columns(HomeComparison comparison) {
        var columns = new ArrayList<Column<Row>>();
        columns.add(Column.<Row>choice(
                        "part",
                        "home.column.part",
                        row -> part(row.part()),
                        Arrays.stream(Part.values()).map(this::part).toList())
                .exportedAs(row -> Words.stable(row.part()))
                .width(120));
        columns.add(
                Column.<Row>text("key", "home.column.what", Row::key).width(240).growing());
        columns.add(Column.<Row>choice(
                        "outcome",
                        "home.column.outcome",
                        row -> outcome(row, comparison),
                        List.of(text("home.compare.different"), text("home.compare.equalWord")))
                .exportedAs(row -> alone(row) ? "only " + comparison.having(row) : Words.stable(row.outcome()))
                .width(140));
        columns.add(Column.<Row>text("fields", "home.column.differs", row -> String.join(", ", row.fields()))
                .inOurWords()
                .width(140));
        for (int i = 0; i < comparison.sides().size(); i++) {
            int at = i;
            columns.add(Column.<Row>text("side" + i, "home.column.side" + (i + 1), row -> value(row, comparison, at))
                    .titled(comparison.sides().get(i).name())
                    .width(200));
        }
        return columns;
    }

    /// What a house has; where there is nothing to say of it, that it has it or not.
    private String value(Row row, HomeComparison comparison, int side) {
        if (!comparison.knows(side, row.part())) {
            return ""; // a strip above says why
        }
        if (!row.having().contains(side)) {
            return NOTHING;
        }
        var fields = row.fields().isEmpty() ? row.values().get(side).keySet() : row.fields();
        var said = fields.stream()
                .map(field -> row.values().get(side).getOrDefault(field, ""))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(", "));
        return !said.isEmpty() ? said : row.outcome() == Outcome.DIFFERENT ? NOTHING : text("home.yes");
    }

    private static boolean alone(Row row) {
        return row.outcome() != Outcome.EQUAL && row.outcome() != Outcome.DIFFERENT;
    }

    private String outcome(Row row, HomeComparison comparison) {
        return switch (row.outcome()) {
            case ONLY_LEFT, ONLY_RIGHT, ONLY_SOME -> text("home.compare.only", comparison.having(row));
            case DIFFERENT -> text("home.compare.different");
            case EQUAL -> text("home.compare.equalWord");
        };
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        offer();
    }

    @Override
    public void hidden() {
        line.cancel();
    }

    @Override
    public void close() {
        line.cancel();
        table.ifPresent(RowTable::close);
    }

    @Override
    public boolean focusFilter() {
        return table.map(RowTable::focusFilter).orElse(false);
    }
}
