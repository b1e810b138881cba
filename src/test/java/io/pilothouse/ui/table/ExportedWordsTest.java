package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.ValueType;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Themes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.junit.jupiter.api.Test;

/// Whatever language a window speaks, files carry the same words for one of a few.
class ExportedWordsTest {

    @Test
    void aFileSaysTheSameInEveryLanguage() {
        var english = words(Locale.ENGLISH);
        var german = words(Locale.GERMAN);

        assertThat(english).containsKeys("program fleet/state", "program messages/event");
        assertThat(english.get("program fleet/state")).contains("down", "maintenance");
        assertThat(german).isEqualTo(english);
    }

    /// @return what columns of one of a few words write, by route and column
    private static Map<String, List<String>> words(Locale locale) {
        var found = new TreeMap<String, List<String>>();
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, locale)) {
                window.scene().getRoot().resize(1400, 900);
                for (var route : Routes.all(fakes, window)) {
                    if (!route.over()) {
                        route.open().accept(window);
                        Routes.settle(fakes, window);
                        walk(window.scene().getRoot(), table -> found.putAll(words(route.name(), table)));
                    }
                }
            }
        });
        return found;
    }

    private static <R> Map<String, List<String>> words(String route, RowTable<R> table) {
        var found = new TreeMap<String, List<String>>();
        for (var column : table.spec().columns()) {
            if (column.type() == ValueType.CHOICE && table.spec().rows() instanceof MemoryRows<R> rows) {
                found.put(
                        route + "/" + column.id(),
                        rows.all().stream().map(column::exported).toList());
            }
        }
        return found;
    }

    private static void walk(Node node, Consumer<RowTable<?>> visitor) {
        if (node instanceof RowTable<?> table) {
            visitor.accept(table);
        } else if (node instanceof Parent parent) {
            new ArrayList<>(parent.getChildrenUnmodifiable()).forEach(child -> walk(child, visitor));
        }
    }

    /// Names change; what is read again by a program finds the instance by its id.
    @Test
    void aFileOfTheFleetCarriesTheIdsAsItsLastColumn() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                window.scene().getRoot().resize(1400, 900);
                window.context().actions().run("go.fleet", java.util.Optional.empty());
                Routes.settle(fakes, window);
                var seen = new ArrayList<String>();
                walk(window.scene().getRoot(), table -> seen.addAll(lastColumn(table)));

                assertThat(seen).contains(PictureFleet.id("R1").value());
            }
        });
    }

    private static <R> List<String> lastColumn(RowTable<R> table) {
        var last = table.inFiles().getLast();
        return table.shown().stream().map(last::exported).toList();
    }
}
