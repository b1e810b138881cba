package io.pilothouse.ui.torrent;

import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleSet.Place;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import io.pilothouse.tasks.torrent.RulePhrase;
import io.pilothouse.tasks.torrent.RuleSentences;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The rules as sentences, each with how far it goes and the way to its values: for all torrents, or what is
/// otherwise for one category or tracker. FX thread only.
final class RuleLines extends VBox {

    private static final double MODE = 112;

    private final WindowContext window;
    private final InstanceId client;
    private final Consumer<RuleSet> changed;
    private final ComboBox<Place> place = new ComboBox<>();
    private final Button forget;
    private final GridPane lines = new GridPane();
    private RuleSet rules = RuleSet.usual();
    private boolean filling;
    private Optional<Object> drawn = Optional.empty();
    private Optional<Place> begun = Optional.empty();

    /// @param changed gets the rules as a person wants them
    RuleLines(WindowContext window, InstanceId client, Consumer<RuleSet> changed) {
        this.window = window;
        this.client = client;
        this.changed = changed;
        place.setId("rules-place");
        place.setConverter(new Shown<>(this::words));
        place.setAccessibleText(text("torrent.rules.for"));
        place.setOnAction(_ -> {
            if (!filling) {
                draw();
            }
        });
        var label = new Label(text("torrent.rules.for"));
        label.setLabelFor(place);
        var more = new Button(text("torrent.rules.exception"), new Icon(Octicons.PLUS_16));
        more.setId("rules-exception");
        more.setOnAction(_ -> exception());
        forget = new Button(text("torrent.rules.exception.remove"), new Icon(Octicons.TRASH_16));
        forget.setOnAction(_ -> {
            begun = Optional.empty();
            changed.accept(rules.without(chosen()));
        });
        var head = new HBox(8, label, place, more, forget);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("rules-place");
        lines.getStyleClass().add("rules-list");
        getChildren().setAll(head, lines);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private String words(Place it) {
        if (it.equals(Place.ALL)) {
            return text("torrent.rules.for.all");
        }
        return it.tracker().isEmpty()
                ? text("torrent.rules.for.category", it.category())
                : text("torrent.rules.for.tracker", it.tracker());
    }

    private Place chosen() {
        return Objects.requireNonNullElse(place.getValue(), Place.ALL);
    }

    /// Only what is otherwise now is drawn anew: a list that is open stays open, and the keyboard where it is.
    /// An exception in which nothing is otherwise yet is only here.
    void show(RuleSet stored) {
        boolean begun = begun().isPresent() && !stored.places().contains(chosen());
        var fresh = begun ? stored.with(chosen(), Map.of(), Map.of()) : stored;
        if (drawn.filter(List.of(fresh, chosen())::equals).isEmpty()) {
            rules = fresh;
            fill(chosen());
        }
    }

    private Optional<Place> begun() {
        return begun.filter(chosen()::equals);
    }

    private void fill(Place wanted) {
        var places = new ArrayList<>(List.of(Place.ALL));
        places.addAll(rules.places());
        filling = true;
        place.getItems().setAll(places);
        place.setValue(places.contains(wanted) ? wanted : Place.ALL);
        filling = false;
        draw();
    }

    private void draw() {
        drawn = Optional.of(List.of(rules, chosen()));
        forget.setVisible(!chosen().equals(Place.ALL));
        lines.getChildren().clear();
        var values = rules.of(chosen());
        int line = 0;
        for (var rule : TorrentRule.values()) {
            if (line > 0) {
                lines.add(between(), 0, line++, 4, 1);
            }
            var title = text("torrent.rule." + rule.word());
            var name = new Label(title);
            name.getStyleClass().add("text-strong");
            name.setMinWidth(Region.USE_PREF_SIZE);
            var said = new Label(RuleSentences.of(rule, values, this::says));
            said.setWrapText(true);
            GridPane.setHgrow(said, Priority.ALWAYS);
            lines.add(name, 0, line);
            lines.add(mode(rule, title, values.mode(rule)), 1, line);
            lines.add(said, 2, line);
            if (!RuleKey.of(rule).isEmpty()) {
                lines.add(pencil(rule, title, values), 3, line);
            }
            line++;
        }
    }

    /// Where one rule ends is seen, however many lines the next one takes.
    private static Node between() {
        var between = new Region();
        between.getStyleClass().add("rules-line");
        return between;
    }

    private String says(RulePhrase phrase, Object... parts) {
        return text(
                "torrent.does." + phrase.word(),
                Stream.of(parts)
                        .map(part -> part instanceof Bytes(long count)
                                ? window.words().size(count)
                                : part)
                        .toArray());
    }

    private Node mode(TorrentRule rule, String title, Mode now) {
        var box = new ComboBox<Mode>();
        box.getItems().setAll(Mode.values());
        box.setMinWidth(MODE);
        box.setPrefWidth(MODE);
        box.setAccessibleText(text("torrent.rules.mode-of", title));
        box.setConverter(new Shown<>(mode -> text("torrent.mode." + mode.word())));
        box.setValue(now);
        box.setOnAction(_ -> {
            var wanted = box.getValue();
            if (wanted != now) {
                box.setValue(now); // it shows another when it is done
                changed.accept(rules.with(chosen(), Map.of(rule, wanted), Map.of()));
            }
        });
        return box;
    }

    private Node pencil(TorrentRule rule, String title, RuleSet.Values values) {
        var button = new Button("", new Icon(Octicons.PENCIL_16));
        button.getStyleClass().addAll("flat", "button-icon");
        button.setAccessibleText(text("torrent.rules.values-of", title));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setId("rule-values-" + rule.word());
        var where = chosen(); // a preview that ends while the dialog is open chooses anew
        button.setOnAction(_ -> new RuleValuesDialog(window, client)
                .open(rule, title, values, now -> changed.accept(rules.with(where, Map.of(), now))));
        return button;
    }

    /// Asks for a category or a tracker for which something shall be otherwise; nothing is yet.
    private void exception() {
        var kind = new ComboBox<Boolean>();
        kind.getItems().setAll(true, false);
        kind.setValue(true);
        kind.setConverter(
                new Shown<>(category -> text(category ? "torrent.column.category" : "torrent.column.tracker")));
        kind.setAccessibleText(text("torrent.rules.for"));
        var name = new TextField();
        name.setId("rules-exception-name");
        name.setAccessibleText(text("torrent.rules.exception"));
        HBox.setHgrow(name, Priority.ALWAYS);
        new TorrentActs(window)
                .dialog(
                        List.of(client),
                        "rules-exception",
                        text("torrent.rules.exception"),
                        new HBox(8, kind, name),
                        text("torrent.rules.exception.add"),
                        close -> {
                            var typed = name.getText().strip();
                            if (!typed.isEmpty()) {
                                close.run();
                                var wanted = kind.getValue() ? new Place("", typed) : new Place(typed, "");
                                begun = Optional.of(wanted);
                                rules = rules.with(wanted, Map.of(), Map.of());
                                fill(wanted);
                            }
                        });
        name.requestFocus();
    }
}
