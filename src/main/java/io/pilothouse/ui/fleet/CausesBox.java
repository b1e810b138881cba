package io.pilothouse.ui.fleet;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.StyleClasses;
import io.pilothouse.ui.shell.InstanceMenu;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Why things are as they are: each cause once, with the instances it explains. FX thread only.
final class CausesBox extends VBox {

    private static final int MEMBERS = 4;

    /// Where there is less room, a cause says itself in two lines, and its further acts are in its menu.
    private static final double ROOM = 860;

    /// What happened and since when.
    private static final double WORDS = 276;

    /// The least of it where it stands in two lines.
    private static final double NARROW_WORDS = 190;

    private final WindowContext window;
    private final FleetViewModel model;
    private final Runnable unfolding;
    private final Label moreWords = new Label();
    private final HBox moreLine;
    /// What stays the same keeps its line: a new one is styled anew.
    private Map<FleetCause, Node> made = Map.of();
    private List<FleetCause> shown = List.of();
    private int more;
    private boolean tight;
    /// Whether the page is too low for all of them and a table: the worst stands for all until a person wants more.
    private boolean folded;

    /// @param unfolding what is done when a person wants to see all
    CausesBox(WindowContext window, FleetViewModel model, Runnable unfolding) {
        this.window = window;
        this.model = model;
        this.unfolding = unfolding;
        getStyleClass().addAll("card-box", "causes");
        VBox.setMargin(this, new Insets(16, 16, 0, 16));
        setMinHeight(Region.USE_PREF_SIZE); // words in three lines stay whole where the page is low
        moreLine = moreLine();
        widthProperty().subscribe(width -> {
            boolean now = width.doubleValue() > 0 && width.doubleValue() < ROOM;
            if (now != tight) {
                tight = now;
                made = Map.of();
                fill(); // once for each crossing
            }
        });
    }

    void show(FleetViewModel.View view) {
        if (!shown.equals(view.causes()) || more != view.more()) {
            shown = view.causes();
            more = view.more();
            fill();
        }
        setVisible(!view.causes().isEmpty());
        setManaged(!view.causes().isEmpty());
    }

    void fold(boolean nowFolded) {
        if (folded != nowFolded) {
            folded = nowFolded;
            made = Map.of();
            fill();
        }
    }

    /// The keyboard stays here when the button that it was on is gone.
    void focusFirst() {
        lookupAll(".cause-buttons .button").stream().findFirst().ifPresent(Node::requestFocus);
    }

    /// @return how many lines it has when nothing is folded away
    int lines() {
        return shown.size() + (more > 0 ? 1 : 0);
    }

    private void fill() {
        var before = made;
        made = new LinkedHashMap<>();
        var seen = folded ? shown.subList(0, Math.min(1, shown.size())) : shown;
        seen.forEach(cause -> made.put(cause, before.containsKey(cause) ? before.get(cause) : causeLine(cause)));
        var lines = new ArrayList<>(made.values());
        if (more > 0 && !folded) {
            moreWords.setText(window.texts().text("fleet.causes.more", more));
            lines.add(moreLine);
        }
        lines.forEach(line -> StyleClasses.set(line, "first", line == lines.getFirst()));
        if (!getChildren().equals(lines)) {
            getChildren().setAll(lines);
        }
    }

    private HBox moreLine() {
        moreWords.getStyleClass().add("text-muted");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var show = smallButton(window.texts().text("fleet.causes.show"), () -> model.choose(FleetViewModel.PROBLEMS));
        var line = new HBox(moreWords, space, show);
        line.getStyleClass().add("cause");
        return line;
    }

    private Node causeLine(FleetCause cause) {
        var line = new HBox(new StateShape(cause.sign(), 16));
        line.getStyleClass().add("cause");
        line.getChildren().addAll(tight ? inTwoLines(cause) : inColumns(cause));
        var first = Optional.of(cause.members().getFirst().id());
        var buttons = new HBox();
        buttons.getStyleClass().add("cause-buttons");
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        addAction(buttons, cause.way(), first);
        if (cause.host() && !tight) {
            buttons.getChildren()
                    .addAll(
                            smallButton(checkWords(), () -> model.check(cause.members())),
                            smallButton(maintainWords(), () -> model.maintain(cause.members())));
        }
        if (folded && shown.size() + more > 1) {
            buttons.getChildren().add(unfold());
        }
        buttons.getChildren().add(menuOf(cause));
        line.getChildren().add(buttons);
        return line;
    }

    private Node unfold() {
        var button = smallButton(window.texts().text("fleet.causes.unfold", shown.size() + more - 1), unfolding);
        button.setId("unfold-causes");
        button.setAccessibleText(window.texts().text("fleet.causes.more", shown.size() + more - 1));
        return button;
    }

    private List<Node> inColumns(FleetCause cause) {
        var title = title(cause);
        title.setWrapText(true);
        title.setMaxWidth(WORDS);
        var what = new FlowPane(4, 0, title, muted(cause.since())); // the time in a second line where it has no room
        what.setAlignment(Pos.CENTER_LEFT);
        what.setPrefWidth(WORDS);
        what.setMinWidth(WORDS);
        var members = members(cause);
        members.setPrefWidth(286);
        members.setMinWidth(24);
        return List.of(what, members, leftOver(muted(cause.effect())));
    }

    private List<Node> inTwoLines(FleetCause cause) {
        var second = muted(secondLine(cause));
        second.getStyleClass().add("text-second");
        second.setWrapText(true);
        second.setMinHeight(Region.USE_PREF_SIZE);
        var title = title(cause);
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        var what = new VBox(title, second);
        what.setAlignment(Pos.CENTER_LEFT);
        var members = members(cause);
        members.setMinWidth(Region.USE_PREF_SIZE);
        members.lookupAll(".member")
                .forEach(member -> ((Button) member).setContentDisplay(ContentDisplay.GRAPHIC_ONLY));
        members.setSpacing(4);
        var left = leftOver(what);
        left.setMinWidth(NARROW_WORDS); // with less every letter would have a line of its own
        return List.of(left, members);
    }

    /// Whose cause it is, as its tile has no room for its name; of several the tiles say it.
    private String secondLine(FleetCause cause) {
        var said = cause.effect().isEmpty()
                ? cause.since()
                : window.texts().text("fleet.cause.second", cause.since(), cause.effect());
        return cause.members().size() == 1
                ? window.texts()
                        .text("fleet.cause.of", cause.members().getFirst().name(), said)
                : said;
    }

    /// Takes the width that is left over, so that what follows begins at one place in all lines.
    private static Region leftOver(Region node) {
        node.setMinWidth(0);
        node.setPrefWidth(0);
        node.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(node, Priority.ALWAYS);
        return node;
    }

    private static Label title(FleetCause cause) {
        var title = new Label(cause.title());
        title.getStyleClass().add("text-strong");
        return title;
    }

    private static Label muted(String said) {
        var label = new Label(said);
        label.getStyleClass().add("text-muted");
        return label;
    }

    private HBox members(FleetCause cause) {
        var members = new HBox();
        members.getStyleClass().add("members");
        cause.members().stream().limit(MEMBERS).map(this::member).forEach(members.getChildren()::add);
        if (cause.members().size() > MEMBERS) {
            members.getChildren()
                    .add(new Label(window.texts()
                            .text("fleet.members.more", cause.members().size() - MEMBERS)));
        }
        return members;
    }

    private String checkWords() {
        return window.texts().text("fleet.cause.check");
    }

    private String maintainWords() {
        return window.texts().text("fleet.cause.maintenance");
    }

    private Node member(Instance member) {
        var button = new Button(member.name(), Monogram.of(member, Monogram.Size.NORMAL));
        button.getStyleClass().setAll("member");
        button.setMinWidth(22); // the tile stays when the name does not fit
        button.setAccessibleText(window.texts().text("shell.open.spoken", member.name()));
        button.setOnAction(_ -> window.navigation().goTo(member.id()));
        return button;
    }

    private void addAction(HBox line, String id, Optional<InstanceId> about) {
        window.actions()
                .find(id)
                .filter(action -> action.availability().apply(about) instanceof Availability.Available)
                .ifPresent(action -> line.getChildren()
                        .add(smallButton(
                                window.actions().title(action, about),
                                () -> window.actions().run(id, about))));
    }

    private static Button smallButton(String text, Runnable run) {
        var button = new Button(text);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private Node menuOf(FleetCause cause) {
        var button = new Button(null, new Icon(Octicons.KEBAB_HORIZONTAL_16));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(window.texts().text("common.more"));
        var about = Optional.of(cause.members().getFirst().id());
        button.setOnAction(_ -> {
            var menu = window.actions().menu(InstanceMenu.ACTIONS, about);
            if (cause.host() && tight) {
                menu.getItems()
                        .addAll(
                                0,
                                List.of(
                                        item(checkWords(), () -> model.check(cause.members())),
                                        item(maintainWords(), () -> model.maintain(cause.members())),
                                        new SeparatorMenuItem()));
            }
            menu.show(button, Side.BOTTOM, 0, 0);
        });
        return button;
    }

    private static MenuItem item(String words, Runnable run) {
        var item = new MenuItem(words);
        item.setOnAction(_ -> run.run());
        return item;
    }
}
