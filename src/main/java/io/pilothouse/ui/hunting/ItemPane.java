package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// One item in full: what was tried for it, what can be done, and everything that happened to it, our own
/// searches and the app's history in one line of time. FX thread only.
final class ItemPane {

    private static final int LINES = 60;

    private final WindowContext window;
    private final InstanceId id;
    private final HuntingActs acts;

    ItemPane(WindowContext window, InstanceId id) {
        this.window = window;
        this.id = id;
        acts = new HuntingActs(window, id);
    }

    /// Something that happened, from either side.
    private record Line(Instant at, String style, String what, String detail) {}

    /// @param facts said below the title
    /// @param more  further buttons
    Node of(ItemKey item, String title, List<String> facts, List<Button> more, Runnable after) {
        var head = new Label(title);
        head.getStyleClass().add("text-card");
        head.setWrapText(true);
        head.setMaxWidth(270);
        var tried = muted("");
        tried.setId("item-tried");
        var search = button("hunting.ask-anyway", Octicons.SEARCH_16);
        search.setOnAction(_ -> acts.search(List.of(HuntingActs.candidate(item, title)), after));
        var forget = button("hunting.reset-rest", Octicons.HISTORY_16);
        forget.setOnAction(_ -> acts.forget(List.of(item), after));
        var choose = button("hunting.choose-release", Octicons.LIST_UNORDERED_16);
        choose.setId("choose-release");
        choose.setOnAction(_ -> ReleasesDialog.open(window, id, item, title, after));
        var buttons = new FlowPane(8, 8, search, forget, choose);
        buttons.getChildren().addAll(more);
        var lines = new VBox(8);
        lines.setId("item-history");
        var box = new VBox(12, head);
        facts.stream()
                .filter(it -> !it.isBlank())
                .forEach(it -> box.getChildren().add(muted(it)));
        box.getChildren().addAll(tried, buttons, heading("hunting.item-history"), lines);
        box.getStyleClass().add("hunting-detail");
        read(item, tried, lines);
        var scroll = new ScrollPane(box);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private void read(ItemKey item, Label tried, VBox lines) {
        window.background()
                .read(
                        "read what was tried for " + item,
                        List.of(id),
                        _ -> window.services().cycles().entriesOf(id, item))
                .whenEnded(window.services().fx(), outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<LedgerEntry>>(var ours)) {
                        tried.setText(tried(ours));
                        show(lines, ours, List.of());
                        askApp(item, ours, lines);
                    }
                });
    }

    /// Our own part is shown at once; the app's comes when it answers, or does not.
    private void askApp(ItemKey item, List<LedgerEntry> ours, VBox lines) {
        window.background()
                .read(
                        "read the history of " + item,
                        List.of(id),
                        _ -> window.services().shelves().past(id, item))
                .whenEnded(window.services().fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<List<Past>>(var past) -> show(lines, ours, past);
                        case Outcome.Failed<List<Past>>(var problem) ->
                            lines.getChildren().add(muted(window.texts().summary(problem)));
                        case Outcome.Cancelled<List<Past>>() -> {}
                    }
                });
    }

    private String tried(List<LedgerEntry> ours) {
        if (ours.isEmpty()) {
            return text("hunting.never-asked");
        }
        long fruitless = ours.stream()
                .filter(it -> it.settledAt().isPresent() && !it.outcome().fruitful())
                .count();
        return text("hunting.item-tried", ours.size(), fruitless);
    }

    private void show(VBox box, List<LedgerEntry> ours, List<Past> past) {
        var lines = new ArrayList<Line>();
        ours.stream()
                .flatMap(it -> Stream.of(new Line(
                        it.askedAt(),
                        OutcomesTable.styleOf(it.outcome()),
                        text(
                                "hunting.asked-by",
                                it.rule(),
                                text("hunting.outcome." + it.outcome().word())),
                        new RunWords(window.words())
                                .of(it.reason(), window.services().clock().instant()))))
                .forEach(lines::add);
        past.forEach(it -> lines.add(new Line(
                it.at(),
                style(it.what()),
                text("hunting.past." + it.what().name().toLowerCase(java.util.Locale.ROOT)),
                Stream.of(it.quality(), it.source(), it.reason(), it.release())
                        .filter(part -> !part.isBlank())
                        .reduce((one, other) -> one + " · " + other)
                        .orElse(""))));
        lines.sort(Comparator.comparing(Line::at).reversed());
        box.getChildren().setAll(lines.stream().limit(LINES).map(this::line).toList());
        if (lines.isEmpty()) {
            box.getChildren().setAll(muted(text("hunting.no-history")));
        }
    }

    private static String style(Past.What what) {
        return switch (what) {
            case GRABBED -> "share-open";
            case IMPORTED -> "share-good";
            case FAILED -> "share-bad";
            case DELETED, IGNORED -> "share-refused";
            case RENAMED, OTHER -> "share-none";
        };
    }

    private Node line(Line it) {
        var mark = new Region();
        mark.getStyleClass().setAll("mark", it.style());
        var what = new Label(it.what());
        what.setWrapText(true);
        var at = muted(words().time(it.at(), window.services().clock().instant()));
        var said = new VBox(2, what, at);
        if (!it.detail().isBlank()) {
            said.getChildren().add(muted(it.detail()));
        }
        var row = new HBox(8, mark, said);
        row.setAlignment(Pos.TOP_LEFT);
        HBox.setMargin(mark, new javafx.geometry.Insets(4, 0, 0, 0));
        return row;
    }

    private Label heading(String key) {
        var label = new Label(text(key));
        label.getStyleClass().add("text-strong");
        return label;
    }

    private static Label muted(String said) {
        var label = new Label(said);
        label.getStyleClass().addAll("text-muted", "text-second");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    Button button(String key, org.kordamp.ikonli.Ikon icon) {
        var button = new Button(text(key), new Icon(icon));
        button.getStyleClass().add("small");
        return button;
    }

    private Words words() {
        return window.words();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
