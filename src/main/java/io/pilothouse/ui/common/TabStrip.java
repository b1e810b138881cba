package io.pilothouse.ui.common;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// A row of tabs with counts, 40 pixels high, and room for controls at its right end. Arrow keys walk
/// along it. FX thread only.
public final class TabStrip extends HBox {

    /// @param id    what the listener gets
    /// @param count a number behind the title, none when empty
    public record Tab(String id, String title, OptionalLong count) {}

    private final Words words;
    private final Consumer<String> onChosen;
    private final HBox buttons = new HBox(12);
    private final HBox right = new HBox(8);
    private final MenuButton more = new MenuButton();
    private List<Tab> tabs = List.of();
    private @Nullable String chosen;

    /// @param onChosen gets the id of the tab that a person chose
    public TabStrip(Words words, Consumer<String> onChosen) {
        this.words = words;
        this.onChosen = onChosen;
        getStyleClass().add("tab-strip");
        setAccessibleRole(AccessibleRole.TAB_PANE);
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.setFillHeight(true);
        right.setAlignment(Pos.CENTER_RIGHT);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        more.getStyleClass().setAll("menu-button", "view-tab");
        more.setGraphic(new Icon(Octicons.KEBAB_HORIZONTAL_16));
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setAccessibleText(words.texts().text("common.tabs.more"));
        more.setTooltip(new Tooltip(more.getAccessibleText()));
        shown(more, false);
        getChildren().setAll(buttons, more, space, right);
    }

    /// Tabs that find no room stand in a menu behind the others; the chosen one stays where it is seen.
    @Override
    protected void layoutChildren() {
        double room = getWidth() - snappedLeftInset() - snappedRightInset() - right.minWidth(-1);
        double all = 0;
        for (var button : buttons.getChildren()) {
            all += button.prefWidth(-1) + buttons.getSpacing();
        }
        boolean fits = all <= room;
        double left = fits ? room : room - more.prefWidth(-1);
        for (var button : buttons.getChildren()) {
            if (button.getUserData().equals(chosen)) {
                left -= button.prefWidth(-1) + buttons.getSpacing();
            }
        }
        var hidden = new ArrayList<Node>();
        boolean full = false;
        for (var button : buttons.getChildren()) {
            if (!button.getUserData().equals(chosen)) {
                left -= button.prefWidth(-1) + buttons.getSpacing();
                full |= !fits && left < 0;
                if (full) {
                    hidden.add(button);
                }
            }
        }
        for (var button : buttons.getChildren()) {
            shown(button, !hidden.contains(button));
        }
        shown(more, !hidden.isEmpty());
        var titles =
                hidden.stream().map(node -> ((ToggleButton) node).getText()).toList();
        if (!more.getItems().stream().map(MenuItem::getText).toList().equals(titles)) {
            more.getItems().clear();
            for (var node : hidden) {
                var button = (ToggleButton) node;
                var item = new MenuItem(button.getText());
                item.setOnAction(_ -> button.fire());
                more.getItems().add(item);
            }
        }
        super.layoutChildren();
    }

    /// Tabs make way, so they demand no room of their own: else the strip would stand out of its window.
    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + more.prefWidth(-1) + right.minWidth(-1) + snappedRightInset();
    }

    private static void shown(Node node, boolean shown) {
        if (node.isManaged() != shown) {
            node.setManaged(shown);
            node.setVisible(shown);
        }
    }

    /// Buttons keep their width; words among them give way first.
    public void setRight(Node... nodes) {
        for (var node : nodes) {
            if (node instanceof ButtonBase button) {
                button.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        right.getChildren().setAll(nodes);
    }

    /// @param chosenId the tab that is open
    public void show(List<Tab> newTabs, @Nullable String chosenId) {
        if (!named(tabs).equals(named(newTabs))) {
            buttons.getChildren().setAll(newTabs.stream().map(this::button).toList());
        } else { // most often only numbers are others
            for (int i = 0; i < newTabs.size(); i++) {
                if (!tabs.get(i).equals(newTabs.get(i))) {
                    count((ToggleButton) buttons.getChildren().get(i), newTabs.get(i));
                }
            }
        }
        tabs = List.copyOf(newTabs);
        chosen = chosenId;
        for (var node : buttons.getChildren()) {
            ((ToggleButton) node).setSelected(node.getUserData().equals(chosenId));
        }
    }

    private static List<Tab> named(List<Tab> tabs) {
        return tabs.stream()
                .map(tab -> new Tab(tab.id, tab.title, OptionalLong.empty()))
                .toList();
    }

    private void count(ToggleButton button, Tab tab) {
        button.setAccessibleText(tab.title
                + tab.count.stream()
                        .mapToObj(count -> " " + words.number(count))
                        .findFirst()
                        .orElse(""));
        if (tab.count.isEmpty()) {
            button.setGraphic(null);
        } else if (button.getGraphic() instanceof Label badge) {
            badge.setText(words.number(tab.count.getAsLong()));
        } else {
            var badge = new Label(words.number(tab.count.getAsLong()));
            badge.getStyleClass().add("count");
            button.setGraphic(badge);
        }
    }

    private ToggleButton button(Tab tab) {
        var button = new ToggleButton(tab.title);
        button.getStyleClass().setAll("view-tab");
        button.setUserData(tab.id);
        button.setId("tab-" + tab.id);
        button.setAccessibleRole(AccessibleRole.TAB_ITEM);
        count(button, tab);
        button.setOnAction(_ -> {
            button.setSelected(tab.id.equals(chosen)); // shown as chosen only when it is open
            onChosen.accept(tab.id);
        });
        button.setOnKeyPressed(key -> {
            int step = key.getCode() == KeyCode.RIGHT ? 1 : key.getCode() == KeyCode.LEFT ? -1 : 0;
            int at = buttons.getChildren().indexOf(button) + step;
            if (step != 0 && at >= 0 && at < buttons.getChildren().size()) {
                buttons.getChildren().get(at).requestFocus();
                key.consume();
            }
        });
        return button;
    }
}
