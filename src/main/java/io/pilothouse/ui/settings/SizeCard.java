package io.pilothouse.ui.settings;

import static io.pilothouse.ui.settings.SettingsController.pressed;
import static io.pilothouse.ui.settings.SettingsController.row;

import io.pilothouse.tasks.backup.Backups.TableSize;
import io.pilothouse.ui.common.Words;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// What the tables of the store take, and the way to a smaller file, on the settings page of data. FX thread only.
final class SizeCard {

    private static final int LARGEST = 12;

    private final Words words;
    private final SettingsViewModel model;

    SizeCard(Words words, SettingsViewModel model) {
        this.words = words;
        this.model = model;
    }

    List<Node> rows(List<TableSize> tables) {
        var shown = new ArrayList<Node>();
        shown.add(row(
                text("settings.compact"),
                text("settings.compact-why"),
                pressed("compact", text("settings.compact-go"), model::compact)));
        long all = tables.stream().mapToLong(TableSize::bytes).sum();
        shown.add(row(
                text("settings.tables"),
                tables.isEmpty()
                        ? text("settings.tables-why")
                        : text("settings.tables-measured", tables.size(), words.size(all)),
                pressed("measure", text("settings.tables-go"), model::measure)));
        tables.stream()
                .limit(LARGEST)
                .map(table -> row(table.table(), "", size(table.bytes())))
                .forEach(shown::add);
        if (tables.size() > LARGEST) {
            long others =
                    tables.stream().skip(LARGEST).mapToLong(TableSize::bytes).sum();
            shown.add(row(text("settings.tables-others", tables.size() - LARGEST), "", size(others)));
        }
        return shown;
    }

    private Label size(long bytes) {
        var size = new Label(words.size(bytes));
        size.setMinWidth(Region.USE_PREF_SIZE);
        return size;
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
