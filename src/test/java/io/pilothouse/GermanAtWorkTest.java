package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A German window over the program at work: on no place of it stands an English sentence of ours, neither in a
/// label, a cell, a menu, a tooltip or a prompt nor in what is said to a screen reader.
class GermanAtWorkTest {

    /// Words of which every English sentence has one or more, and no German one and no title.
    private static final Pattern SENTENCE = Pattern.compile(
            "(?i)\\b(is|are|were|be|been|not|this|that|its|has|have|had|does|did|would|could|should|cannot|which|"
                    + "nothing|nobody|when|already|until|every|choose|ends|failed|asked|answers|answered)\\b");

    /// The small ones beside them; two different words of both make a sentence.
    private static final Pattern SMALL = Pattern.compile(
            "(?i)\\b(the|and|it|done|with|from|for|of|to|by|no|on|what|again|yet|look|check|read|wait|run|set|give|"
                    + "take|make|search|removed|stopped|changed|found)\\b");

    /// What the services of the demo say themselves, and what somebody wrote into a query.
    private static final Pattern THEIR_OWN = Pattern.compile(Stream.of(
                    "The old bridge is no longer supported",
                    "The bridge does not answer",
                    "The database is large",
                    "Found matching item via grab history, but the release was matched by id. Manual import required.",
                    "Was unable to compile workflow: From line 1, column 61 to line 1, column 75: Object"
                            + " 'dsp_impressions' not found",
                    "-- What people searched for before they clicked.")
            .map(Pattern::quote)
            .collect(Collectors.joining("|")));

    private static final Set<String> OF_EACH_KIND = Set.of("overview", "system");

    @TempDir
    Path folder;

    @Test
    void noEnglishSentenceStandsOnAnyPlace() throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (var demo = DemoAtWork.start(folder)) {
            demo.services().settings().set(Appearance.LANGUAGE, "de");
            var ui = FxToolkit.call(() -> new PilothouseUi(demo.services()));
            try {
                var window = FxToolkit.call(() -> open(ui));
                for (var place : different(demo.places(window)).entrySet()) {
                    FxToolkit.run(() -> window.context().navigation().go(place.getValue()));
                    demo.settle();
                    FxToolkit.run(() -> chooseARow(window));
                    demo.settle();
                    FxToolkit.run(() -> said(window, text -> {
                        if (english(text)) {
                            found.putIfAbsent(text, place.getKey());
                        }
                    }));
                }
            } finally {
                FxToolkit.run(ui::close);
            }
        }

        assertThat(found).isEmpty();
    }

    private static ShellWindow open(PilothouseUi ui) {
        var stage = new Stage();
        var window = ui.openFirst(stage);
        stage.setWidth(1280);
        stage.setHeight(800);
        return window;
    }

    /// What each kind fills in its own way is shown for each, other pages that several kinds have for the one that
    /// has most on it.
    private static Map<String, Location> different(Map<String, Location> places) {
        var seen = new HashSet<String>();
        Map<String, Location> different = new LinkedHashMap<>();
        Stream.concat(
                        places.entrySet().stream()
                                .filter(place -> place.getKey().startsWith("radarr.")),
                        places.entrySet().stream())
                .filter(place -> OF_EACH_KIND.contains(page(place.getKey())) || seen.add(page(place.getKey())))
                .forEach(place -> different.put(place.getKey(), place.getValue()));
        return different;
    }

    private static String page(String place) {
        return place.substring(place.indexOf('.') + 1);
    }

    private static void chooseARow(ShellWindow window) {
        for (Node node : window.scene().getRoot().lookupAll(".table-view")) {
            if (node instanceof TableView<?> table && !table.getItems().isEmpty()) {
                table.getSelectionModel().select(0);
                return;
            }
        }
    }

    private static boolean english(String said) {
        var ours = THEIR_OWN.matcher(said).replaceAll("");
        var sentence = words(SENTENCE, ours);
        return sentence.size() > 1
                || sentence.size() == 1 && !words(SMALL, ours).isEmpty();
    }

    private static Set<String> words(Pattern pattern, String said) {
        return pattern.matcher(said)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static void said(ShellWindow window, Consumer<String> all) {
        var root = window.scene().getRoot();
        root.applyCss();
        root.layout();
        Consumer<String> some = text -> {
            if (text != null && !text.isBlank()) {
                all.accept(text);
            }
        };
        Routes.walk(root, node -> {
            some.accept(node.getAccessibleText());
            some.accept(node.getAccessibleHelp());
            ofNode(node, some);
        });
    }

    private static void ofNode(Node node, Consumer<String> some) {
        if (node instanceof Control control) {
            if (control.getTooltip() != null) {
                some.accept(control.getTooltip().getText());
            }
            if (control.getContextMenu() != null) {
                menu(control.getContextMenu().getItems(), some);
            }
        }
        switch (node) {
            case MenuButton button -> {
                some.accept(button.getText());
                menu(button.getItems(), some);
            }
            case Labeled labeled -> some.accept(labeled.getText());
            case Text text when !(text.getParent() instanceof Labeled) -> some.accept(text.getText());
            case TextInputControl input -> some.accept(input.getPromptText());
            case ComboBox<?> box -> choices(box, some);
            default -> {}
        }
    }

    private static <T> void choices(ComboBox<T> box, Consumer<String> some) {
        some.accept(box.getPromptText());
        if (box.getConverter() != null) {
            box.getItems().forEach(item -> some.accept(box.getConverter().toString(item)));
        }
    }

    private static void menu(List<MenuItem> items, Consumer<String> some) {
        for (var item : items) {
            some.accept(item.getText());
            if (item instanceof Menu more) {
                menu(more.getItems(), some);
            }
        }
    }
}
