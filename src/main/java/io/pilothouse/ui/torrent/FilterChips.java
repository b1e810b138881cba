package io.pilothouse.ui.torrent;

import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.RowTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// Menus beside the filter box that write the usual filters into it: what is there to choose from stands in
/// them with its count. FX thread only.
final class FilterChips {

    private static final int MOST = 25;
    private static final List<String> AGES = List.of("1d", "7d", "30d");

    private final WindowContext window;
    private final Texts texts;
    private final RowTable<TorrentRow> table;
    private final Supplier<Stream<TorrentRow>> rows;
    private final Latest counting;
    private final List<Chip> chips = new ArrayList<>();

    /// @param pattern of the filter that the chip writes, the value in its first group
    private record Chip(MenuButton button, String title, Pattern pattern) {}

    /// @param rows to be counted, on a background thread
    FilterChips(WindowContext window, RowTable<TorrentRow> table, Supplier<Stream<TorrentRow>> rows) {
        this.window = window;
        this.table = table;
        this.rows = rows;
        texts = window.texts();
        counting = new Latest(window.services().fx());
        values(
                "category",
                texts.text("torrent.column.category"),
                row -> Stream.of(row.torrent().category()));
        values("tags", texts.text("torrent.chip.tag"), row -> row.torrent().tags().stream());
        values(
                "tracker",
                texts.text("torrent.column.tracker"),
                row -> Stream.of(io.pilothouse.domain.torrent.TorrentTracker.hostOf(
                        row.torrent().tracker())));
        ages();
    }

    List<MenuButton> buttons() {
        return chips.stream().map(Chip::button).toList();
    }

    private Chip chip(String column, String title, Pattern pattern) {
        var button = new MenuButton(title);
        button.setId("torrent-chip-" + column);
        button.getStyleClass().add("torrent-chip");
        var chip = new Chip(button, title, pattern);
        chips.add(chip);
        return chip;
    }

    private void values(String column, String title, Function<TorrentRow, Stream<String>> of) {
        var chip = chip(column, title, Pattern.compile("(?<!\\S)" + column + "=\"([^\"]*)\""));
        chip.button.getItems().setAll(new MenuItem());
        chip.button.setOnShowing(_ -> {
            var all = rows.get();
            counting.<List<Map.Entry<String, Integer>>>start(
                    () -> window.background().read("count what can be filtered", List.of(), _ -> most(all.flatMap(of))),
                    outcome -> {
                        if (outcome instanceof Outcome.Succeeded<List<Map.Entry<String, Integer>>>(var most)) {
                            fill(
                                    chip,
                                    most.stream()
                                            .map(it -> value(chip, column, it))
                                            .toList());
                        }
                    });
        });
    }

    private static List<Map.Entry<String, Integer>> most(Stream<String> values) {
        var counts = new TreeMap<String, Integer>();
        values.filter(value -> !value.isEmpty()).forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST)
                .toList();
    }

    private MenuItem value(Chip chip, String column, Map.Entry<String, Integer> counted) {
        return item(
                texts.text(
                        "torrent.chip.value", counted.getKey(), window.words().number(counted.getValue())),
                chip,
                column + "=\"" + counted.getKey() + "\"");
    }

    private void ages() {
        var chip = chip("added", texts.text("torrent.column.added"), Pattern.compile("(?<!\\S)added<(\\d+d)"));
        chip.button.getItems().setAll(new MenuItem());
        chip.button.setOnShowing(_ -> fill(
                chip,
                AGES.stream()
                        .map(age -> item(
                                texts.text("torrent.chip.age", Integer.parseInt(age.substring(0, age.length() - 1))),
                                chip,
                                "added<" + age))
                        .toList()));
    }

    private void fill(Chip chip, List<MenuItem> items) {
        var all = chip.button.getItems();
        all.setAll(items);
        if (items.isEmpty()) {
            var none = new MenuItem(texts.text("torrent.chip.none"));
            none.setDisable(true);
            all.add(none);
        }
        if (chip.pattern.matcher(table.filterText()).find()) {
            all.addAll(new SeparatorMenuItem(), item(texts.text("torrent.chip.any"), chip, ""));
        }
    }

    /// @param word written instead of the one that the chip wrote before
    private MenuItem item(String title, Chip chip, String word) {
        var item = new MenuItem(title);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> {
            var rest = chip.pattern.matcher(table.filterText()).replaceAll("").strip();
            table.filter((rest + " " + word).strip());
            update();
        });
        return item;
    }

    /// Shows what stands in the filter box.
    void update() {
        for (var chip : chips) {
            var match = chip.pattern.matcher(table.filterText());
            boolean on = match.find();
            chip.button.setText(on ? texts.text("torrent.chip.on", chip.title, match.group(1)) : chip.title);
            chip.button.getStyleClass().remove("torrent-chip-on");
            if (on) {
                chip.button.getStyleClass().add("torrent-chip-on");
            }
        }
    }
}
