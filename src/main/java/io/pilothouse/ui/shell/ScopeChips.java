package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateShape;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// The instances of a scope as chips in the header, with a way to take each out and others in. FX thread
/// only.
final class ScopeChips extends HBox {

    /// More stand in the menu.
    private static final int MOST = 8;

    /// As many fit where the header is narrow.
    private static final int FEW = 4;

    /// A header of this width has room for most.
    private static final double WIDE = 1000;

    /// More stand there by their letters alone: whole names would find no room, and parts of them tell nothing.
    private static final int NAMED = 3;

    private final WindowContext window;
    private Optional<Content.Scoped> shown = Optional.empty();
    private int most = FEW;

    ScopeChips(WindowContext window) {
        super(8);
        this.window = window;
        getStyleClass().add("scope-chips");
        setId("scope-chips");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0);
        show(Optional.empty());
        parentProperty()
                .flatMap(Node::parentProperty) // the header
                .flatMap(header -> ((Region) header).widthProperty())
                .map(width -> width.doubleValue() >= WIDE ? MOST : FEW)
                .orElse(FEW)
                .subscribe(fit -> {
                    if (fit != most) {
                        most = fit;
                        show(shown); // once for each crossing
                    }
                });
    }

    void show(Optional<Content.Scoped> scope) {
        shown = scope;
        setVisible(scope.isPresent());
        setManaged(scope.isPresent());
        getChildren().clear();
        scope.ifPresent(of -> {
            var view = of.view();
            var line = new Region();
            line.getStyleClass().add("vertical-line");
            getChildren().add(line);
            view.chosen().stream()
                    .limit(most)
                    .map(instance -> chip(of.scope(), instance, view.chosen().size() <= NAMED))
                    .forEach(getChildren()::add);
            getChildren().add(more(of.scope(), view));
        });
    }

    private Node chip(Scope scope, Instance instance, boolean named) {
        var out = new Button(null, new Icon(Octicons.X_16));
        out.getStyleClass().addAll("flat", "icon-button", "chip-out");
        var spoken = window.texts().text("scope.remove", instance.name());
        out.setAccessibleText(spoken);
        out.setTooltip(new Tooltip(spoken));
        out.setOnAction(_ -> scope.remove(instance.id()));
        var chip = new HBox(6, Monogram.of(instance, Monogram.Size.SMALL));
        if (named) {
            var name = new Label(instance.name());
            name.getStyleClass().add("chip-name");
            chip.getChildren().add(name);
        }
        var ill = scope.view().get().ill().get(instance.id());
        if (ill != null) {
            chip.getChildren().add(new StateShape(ill, 12));
        }
        chip.getChildren().add(out);
        chip.setAlignment(Pos.CENTER_LEFT);
        chip.getStyleClass().add("scope-chip");
        Tooltip.install(chip, new Tooltip(instance.name()));
        chip.getProperties().put("instance", instance.id());
        return chip;
    }

    private Node more(Scope scope, Scope.View view) {
        var hidden = view.chosen().stream().skip(most).toList();
        var menu = new MenuButton(
                hidden.isEmpty() ? null : window.texts().text("scope.more", hidden.size()), new Icon(Octicons.PLUS_16));
        menu.setId("scope-add");
        menu.setAccessibleText(window.texts().text("scope.add"));
        menu.setTooltip(new Tooltip(window.texts().text("scope.add")));
        menu.getStyleClass().addAll("flat", hidden.isEmpty() ? "icon-button" : "scope-more");
        menu.setMinWidth(USE_PREF_SIZE);
        for (var instance : hidden) {
            menu.getItems()
                    .add(item(window.texts().text("scope.remove", instance.name()), () -> scope.remove(instance.id())));
        }
        view.all().stream()
                .filter(one -> !view.chosen().contains(one))
                .map(one -> item(window.texts().text("scope.add.one", one.name()), () -> scope.add(one.id())))
                .forEach(menu.getItems()::add);
        if (!menu.getItems().isEmpty()) {
            menu.getItems().add(new SeparatorMenuItem());
        }
        view.all().stream()
                .map(one -> one.configuration().group())
                .filter(group -> !group.isEmpty())
                .distinct()
                .map(group -> item(
                        window.texts().text("scope.group", group),
                        () -> scope.only(view.all().stream()
                                .filter(one -> one.configuration().group().equals(group))
                                .map(Instance::id)
                                .toList())))
                .forEach(menu.getItems()::add);
        var kinds = view.all().stream().map(Instance::kind).distinct().toList();
        if (kinds.size() > 1) {
            kinds.stream()
                    .map(kind -> item(
                            window.texts()
                                    .text(
                                            "scope.kind",
                                            window.services()
                                                    .kinds()
                                                    .find(kind)
                                                    .map(Kinds.Kind::displayName)
                                                    .orElse(kind.value())),
                            () -> scope.ofKind(kind)))
                    .forEach(menu.getItems()::add);
        }
        var all = item(window.texts().text("scope.everything"), scope::everything);
        all.setDisable(view.everything());
        menu.getItems().add(all);
        return menu;
    }

    private static MenuItem item(String words, Runnable run) {
        var item = new MenuItem(words);
        item.setOnAction(_ -> run.run());
        return item;
    }

    /// @return the colours over the window
    static List<io.pilothouse.domain.instance.IdentityColour> colours(Optional<Content.Scoped> scope) {
        return scope.map(shown -> shown.view().chosen().stream()
                        .map(one -> one.configuration().colour())
                        .toList())
                .orElse(List.of());
    }
}
