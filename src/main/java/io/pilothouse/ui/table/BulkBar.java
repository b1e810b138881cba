package io.pilothouse.ui.table;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.ValueType;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// What can be done with the ticked rows, over how many and on which instances. FX thread only.
final class BulkBar<R> extends HBox {

    /// The least room for the words that say what is chosen.
    private static final double CHOSEN = 200;

    private final WindowContext window;
    private final TableSpec<R> spec;
    private final Label words = new Label();
    private final Label sums = new Label();

    private final List<Button> signed = new ArrayList<>();
    private final Map<BulkAct<R>, Button> buttons = new LinkedHashMap<>();
    private double needed;

    BulkBar(WindowContext window, TableSpec<R> spec, Ticks<R> ticks) {
        super(8);
        this.window = window;
        this.spec = spec;
        setId("table-bulk");
        getStyleClass().add("bulk-bar");
        words.setId("table-chosen");
        words.getStyleClass().add("text-strong");
        words.setMinWidth(120);
        words.setWrapText(true); // which instances, and how they are guarded, is never cut off
        sums.setId("table-sums");
        sums.getStyleClass().add("text-muted");
        sums.setMinWidth(0);
        HBox.setHgrow(sums, Priority.SOMETIMES); // gives way before the words do
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().setAll(words, sums, space);
        var acts = new ArrayList<>(
                spec.bulk().stream().filter(act -> !act.danger()).toList());
        acts.addAll(spec.bulk().stream().filter(BulkAct::danger).toList());
        for (var act : acts) {
            var button = new Button(act.title());
            button.setId(act.id().replace('.', '-'));
            button.setMinWidth(Region.USE_PREF_SIZE);
            act.icon().ifPresent(icon -> {
                button.setGraphic(new Icon(icon));
                button.setAccessibleText(act.title());
                button.setTooltip(new Tooltip(act.title()));
                signed.add(button);
            });
            if (act.danger()) {
                button.getStyleClass().add("danger");
            }
            button.setOnAction(_ -> act.run().accept(ticks.chosen(spec.rows())));
            buttons.put(act, button);
            getChildren().add(button);
        }
        var clear = new Button(text("table.chosen.clear"));
        clear.getStyleClass().add("flat");
        clear.setMinWidth(Region.USE_PREF_SIZE);
        clear.setOnAction(_ -> ticks.clear());
        getChildren().add(clear);
        visibleProperty().subscribe(this::keepFree);
        sceneProperty().subscribe(this::keepFree);
        widthProperty().subscribe(this::fit);
    }

    /// The signs alone where the words of the buttons leave none for what is chosen.
    private void fit() {
        if (!isVisible() || getScene() == null || getWidth() <= 0) {
            return;
        }
        if (needed == 0) {
            applyCss();
            needed = getChildren().stream()
                    .filter(Button.class::isInstance)
                    .filter(Node::isManaged)
                    .mapToDouble(button -> button.prefWidth(-1) + getSpacing())
                    .sum();
        }
        double said = Math.max(CHOSEN, words.prefWidth(-1)) + 3 * getSpacing();
        double room = getWidth() - getInsets().getLeft() - getInsets().getRight();
        var shown = room < needed + said ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
        signed.forEach(button -> button.setContentDisplay(shown));
    }

    private void keepFree() {
        window.toasts().keepFree(this, isVisible() && getScene() != null);
    }

    /// @param total rows without the filter
    void show(Ticks<R> ticks, long total) {
        long number = ticks.count();
        setVisible(number > 0);
        setManaged(number > 0);
        if (number > 0) {
            words.setText(ticks.everythingMatching() ? matching(number, total) : rows(ticks, number));
            sums.setText(ticks.everythingMatching() ? "" : sums(ticks));
            offer(ticks.chosen(spec.rows()));
            fit();
        }
    }

    private void offer(Chosen<R> chosen) {
        buttons.forEach((act, button) -> {
            boolean fits = act.fits().test(chosen);
            if (button.isVisible() != fits) {
                button.setVisible(fits);
                button.setManaged(fits);
                needed = 0;
            }
        });
    }

    private String matching(long number, long total) {
        var said = window.words().number(number);
        return total == number
                ? text("table.chosen.every", said)
                : text("table.chosen.all", said, window.words().number(total));
    }

    private String rows(Ticks<R> ticks, long number) {
        var said = window.words().number(number);
        var split = new LinkedHashMap<InstanceId, Long>();
        ticks.rows().forEach(row -> spec.instance().apply(row).ifPresent(id -> split.merge(id, 1L, Long::sum)));
        return switch (split.size()) {
            case 0 -> text("table.chosen", said);
            case 1 -> text("table.chosen.on", said, nameOf(split.firstEntry().getKey()));
            default -> text("table.chosen", said) + ": " + names(split);
        };
    }

    private String names(Map<InstanceId, Long> split) {
        return split.entrySet().stream()
                .map(one -> text("table.chosen.split", window.words().number(one.getValue()), nameOf(one.getKey())))
                .collect(Collectors.joining(", "));
    }

    private String sums(Ticks<R> ticks) {
        var rows = ticks.rows();
        return spec.columns().stream()
                .filter(Column::isSummed)
                .map(column -> {
                    double sum = rows.stream()
                            .mapToDouble(column::number)
                            .filter(value -> !Double.isNaN(value))
                            .sum();
                    return column.type() == ValueType.SIZE
                            ? window.words().size((long) sum)
                            : text(
                                    "table.sum",
                                    column.title(this::text),
                                    window.words().number(Math.round(sum)));
                })
                .collect(Collectors.joining(" · "));
    }

    /// @return the name, with the guard level where it is strict
    private String nameOf(InstanceId id) {
        var name = window.services().instances().find(id).map(Instance::name).orElse(id.value());
        var level = window.services().guards().levelOf(id);
        return level.compareTo(GuardLevel.GUARDED) >= 0
                ? text("table.chosen.guarded", name, window.words().guard(level))
                : name;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
