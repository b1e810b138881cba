package io.pilothouse.ui.settings;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.Flapping;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.query.SavedView;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.tasks.connection.SentRequests;
import io.pilothouse.tasks.pause.Pausing;
import io.pilothouse.tasks.view.SavedViews;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Breaks;
import io.pilothouse.ui.common.GuardBadge;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.ScaledRoot;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.settings.SettingsViewModel.Choice;
import io.pilothouse.ui.settings.SettingsViewModel.Option;
import io.pilothouse.ui.settings.SettingsViewModel.Page;
import io.pilothouse.ui.shell.FirstControl;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.TableNames;
import io.pilothouse.ui.transfer.TransferFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Settings.fxml` to its view-model, and decides nothing.
public final class SettingsController {

    private static final int COPIES = 10;
    private static final int MOST_LINES = 100;

    private final SettingsViewModel model;
    private final WindowContext window;
    private final Words words;

    @FXML
    private TextField search;

    @FXML
    private ListView<Page> pages;

    @FXML
    private Label title;

    @FXML
    private ScrollPane scroll;

    @FXML
    private Label scope;

    @FXML
    private VBox rows;

    /// Says that this window is too narrow for the chosen scale.
    private final Label drawn = new Label();

    /// The words of a row that somebody wants to see.
    private Optional<String> wanted = Optional.empty();

    SettingsController(SettingsViewModel model, WindowContext window) {
        this.model = model;
        this.window = window;
        words = window.words();
    }

    @FXML
    private void initialize() {
        drawn.setWrapText(true);
        drawn.setMinHeight(Region.USE_PREF_SIZE);
        drawn.setId("scale-drawn");
        drawn.managedProperty().bind(drawn.visibleProperty());
        rows.sceneProperty().flatMap(Scene::rootProperty).subscribe(root -> {
            if (root instanceof ScaledRoot scaled) {
                scaled.room().subscribe(_ -> sayDrawn(scaled));
            }
        });
        pages.getItems().setAll(Page.values());
        pages.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(Page page, boolean empty) {
                super.updateItem(page, empty);
                setText(empty || page == null ? "" : name(page));
            }
        });
        pages.getSelectionModel().select(model.view().get().page());
        pages.getSelectionModel().selectedItemProperty().subscribe(page -> {
            if (page != null && page != model.view().get().page()) {
                search.clear();
                model.open(page);
                scroll.setVvalue(0); // another page begins at its top
            }
        });
        search.textProperty().subscribe(model::search);
        model.view().subscribe(this::show);
    }

    private void sayDrawn(ScaledRoot scaled) {
        var settings = window.services().settings();
        int percent = (int) Math.round(scaled.drawn() * 100);
        drawn.setVisible(percent < settings.get(Appearance.SCALE));
        drawn.setText(text("settings.scale.drawn", text("common.percent", percent)));
    }

    /// @return the page; while a person searches the one of what was found first, as the words are others in
    ///         another language
    String spot() {
        var view = model.view().get();
        return view.search().isEmpty()
                ? view.page().name()
                : view.choices().stream()
                        .findFirst()
                        .map(Choice::page)
                        .orElse(view.page())
                        .name();
    }

    void goTo(String spot) {
        pages.getSelectionModel().select(Page.valueOf(spot));
    }

    void focusSearch() {
        search.requestFocus();
    }

    void open(Page page) {
        search.clear();
        pages.getSelectionModel().select(page);
    }

    /// Gives a row of the open page the keyboard, and makes it seen; once the page is in a window.
    ///
    /// @param said the words of the row
    void reveal(String said) {
        wanted = Optional.of(said);
        showWanted();
        if (wanted.isPresent()) {
            window.services().later().after(Batch.PAUSE, this::showWanted);
        }
    }

    private void showWanted() {
        if (rows.getScene() != null) {
            wanted.flatMap(this::rowOf).ifPresent(row -> {
                wanted = Optional.empty();
                controlOf(row).ifPresent(Node::requestFocus);
                makeSeen(row);
            });
        }
    }

    /// What changes the setting stands at its end, after what leads elsewhere and the reset.
    private static Optional<Node> controlOf(Node row) {
        return row instanceof HBox setting
                ? setting.getChildren().reversed().stream()
                        .flatMap(child -> FirstControl.in(child).stream())
                        .findFirst()
                : Optional.empty();
    }

    /// @return a setting or a heading
    private Optional<Node> rowOf(String said) {
        return rows.lookupAll(".label").stream()
                .filter(label -> ((Label) label).getText().equals(said))
                .<Node>map(label -> label.getParent().getParent() instanceof HBox row ? row : label)
                .findFirst();
    }

    /// Scrolls no further than it must.
    private void makeSeen(Node row) {
        scroll.applyCss();
        scroll.layout();
        var content = scroll.getContent();
        var at = content.sceneToLocal(row.localToScene(row.getLayoutBounds()));
        double seen = scroll.getViewportBounds().getHeight();
        double hidden = content.getLayoutBounds().getHeight() - seen;
        double top = scroll.getVvalue() * hidden;
        if (hidden > 0 && (at.getMinY() < top || at.getMaxY() > top + seen)) {
            scroll.setVvalue(Math.clamp((at.getCenterY() - seen / 2) / hidden, 0, 1));
        }
    }

    private String name(Page page) {
        return text("settings.page." + page.name().toLowerCase(Locale.ROOT));
    }

    private void show(SettingsViewModel.View view) {
        boolean searching = !view.search().isEmpty();
        int found = view.choices().size() + view.places().size();
        title.setText(searching ? text("settings.found", found, view.search()) : name(view.page()));
        var cards = new ArrayList<Node>();
        boolean byGroup = !searching && view.page() == Page.INSTANCES;
        if (!view.choices().isEmpty() && !byGroup) {
            cards.add(card(view.choices().stream().map(this::choice).toList()));
        }
        scope.setText(text(
                view.choices().stream().allMatch(choice -> choice.levels().isEmpty())
                        ? "settings.scope.all"
                        : "settings.scope.levels"));
        if (!view.places().isEmpty()) {
            cards.add(card(view.places().stream().map(this::place).toList()));
        }
        if (!searching) {
            switch (view.page()) {
                case GENERAL -> cards.add(card(List.of(about())));
                case SECURITY -> cards.add(card(new SecurityCard(window, model).rows(view.keys())));
                case DATA -> data(view, cards);
                case UPDATES -> cards.add(card(updates()));
                case LOG -> cards.add(card(log()));
                case INSTANCES -> instances(view, cards);
                case CHECKS -> cards.add(card(checks()));
                case WORK -> cards.add(card(work(view.paused())));
                case KEYBOARD -> cards.add(card(List.of(keyboard())));
                case NETWORK -> network(cards);
                case KINDS -> cards.add(card(kinds()));
                case ADVANCED -> cards.add(card(List.of(advanced())));
                case ALERTS -> {
                    cards.add(card(alerts()));
                    cards.addAll(new AlertCards(window, model::chooseRoutes).nodes());
                }
                case TABLES -> {
                    cards.add(headline("settings.views"));
                    cards.add(card(tables()));
                    cards.add(headline("settings.usual-columns"));
                    cards.add(card(usualViews()));
                }
                case GUARDS -> cards.addFirst(guards());
                case APPEARANCE -> {}
            }
        }
        var focused = focused();
        rows.getChildren().setAll(cards);
        focused.map(id -> rows.lookup("#" + id)).ifPresent(control -> {
            control.requestFocus();
            makeSeen(control);
        });
    }

    /// Rows are made anew when a value changes; the keyboard stays where it was.
    private Optional<String> focused() {
        return Optional.ofNullable(rows.getScene())
                .map(Scene::getFocusOwner)
                .map(Node::getId)
                .filter(id -> rows.lookup("#" + id) != null);
    }

    static Node card(List<Node> children) {
        var card = new VBox();
        card.getStyleClass().add("card-box");
        card.getChildren().setAll(children);
        return card;
    }

    static HBox row(String said, String why, Node... controls) {
        var name = new Label(said);
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        var reason = new Label(Breaks.in(why));
        reason.getStyleClass().add("setting-why");
        reason.setMinHeight(Region.USE_PREF_SIZE);
        var text = new VBox(2, name);
        if (!why.isEmpty()) {
            text.getChildren().add(reason);
        }
        text.getStyleClass().add("setting-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        var row = new HBox(text);
        row.getChildren().addAll(controls);
        row.getStyleClass().add("setting");
        row.setMinHeight(Region.USE_PREF_SIZE); // however small the window is, no row lies over the next
        return row;
    }

    private Button button(String id, String key, Runnable run) {
        return pressed(id, text(key), run);
    }

    static Button pressed(String id, String said, Runnable run) {
        var button = new Button(said);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    /// Something found, with the way to its page.
    private Node place(SettingsViewModel.Place found) {
        var go = new Button(name(found.page()));
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.setOnAction(_ -> pages.getSelectionModel().select(found.page()));
        return row(found.title(), found.why(), go);
    }

    /// Stored with Enter or when the field is left; what cannot be is refused with the reason.
    private Node typed(Choice choice, Function<String, Optional<String>> wrong, Button reset) {
        var field = new TextField(choice.value());
        field.setId("setting-" + choice.id().replace('.', '-'));
        field.setAccessibleText(choice.title());
        field.setPromptText(text("settings.usual"));
        field.setMinWidth(Region.USE_PREF_SIZE); // long words beside it wrap; it gives way to none
        var problem = new Label();
        problem.getStyleClass().add("text-danger");
        problem.setWrapText(true);
        problem.setVisible(false);
        problem.setManaged(false);
        Runnable take = () -> {
            var text = field.getText().strip();
            var reason = text.isEmpty() ? Optional.<String>empty() : wrong.apply(text);
            problem.setText(reason.orElse(""));
            problem.setVisible(reason.isPresent());
            problem.setManaged(reason.isPresent());
            if (reason.isEmpty()) {
                model.choose(choice, text);
            }
        };
        field.setOnAction(_ -> take.run());
        field.focusedProperty().subscribe(focused -> {
            if (!focused && field.getScene() != null && !field.getText().strip().equals(choice.value())) {
                take.run();
            }
        });
        return levelled(choice, row(choice.title(), choice.why(), reset, new VBox(4, field, problem)));
    }

    private Node choice(Choice choice) {
        var reset = reset(choice);
        if (choice.options().isEmpty() && choice.wrong().isPresent()) {
            return typed(choice, choice.wrong().get(), reset);
        }
        var box = new ComboBox<Option>();
        box.setId("setting-" + choice.id().replace('.', '-'));
        box.setAccessibleText(choice.title());
        box.getItems().setAll(choice.options());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Option option) {
                return option == null ? "" : option.text();
            }

            @Override
            public Option fromString(String typed) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
        var now = choice.options().stream()
                .filter(option -> option.value().equals(choice.value()))
                .findFirst();
        now.ifPresent(box::setValue);
        var below = new VBox(4);
        Runnable take = () -> {
            var value = box.getValue().value();
            var reason = choice.wrong().flatMap(wrong -> wrong.apply(value));
            if (reason.isPresent()) {
                box.setValue(now.orElse(null));
                below.getChildren().setAll(refused(reason.get()));
            } else {
                model.choose(choice, value);
            }
        };
        box.setOnAction(_ -> {
            if (!box.isShowing() && !box.getValue().equals(now.orElse(null))) {
                take.run();
            }
        });
        box.setOnHidden(_ -> take.run());
        box.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            // the arrows go through the list; what they pass is not chosen yet
            if (!box.isShowing() && (key.getCode() == KeyCode.DOWN || key.getCode() == KeyCode.UP)) {
                key.consume();
                box.show();
            }
        });
        var row = row(choice.title(), choice.why(), reset, box);
        if (choice.wrong().isPresent()) {
            ((VBox) row.getChildren().getFirst()).getChildren().add(below);
        }
        if (choice.id().equals(Appearance.SCALE.name())) {
            ((VBox) row.getChildren().getFirst()).getChildren().add(drawn);
        }
        return levelled(choice, row);
    }

    /// With a line that says at which levels it can be given, and leads there.
    /// Why there is no lock without a passphrase, and the way to one.
    private List<Node> refused(String reason) {
        var problem = new Label(reason);
        problem.setId("refused");
        problem.getStyleClass().add("text-danger");
        problem.setWrapText(true);
        var go = new Hyperlink(text("settings.lock-after.go"));
        go.setId("refused-go");
        go.setOnAction(_ -> new SecurityCard(window, model).askPassphrase());
        return List.of(problem, go);
    }

    private Node levelled(Choice choice, HBox row) {
        if (!choice.levels().isEmpty()) {
            var line = new FlowPane(12, 0);
            line.getStyleClass().add("setting-levels");
            choice.levels().forEach(place -> line.getChildren().add(level(choice, place)));
            ((VBox) row.getChildren().getFirst()).getChildren().add(line);
        }
        return row;
    }

    private Node level(Choice choice, SettingLevels.Place place) {
        int differ = place.groups().size() + place.instances().size();
        var said = text("settings.level." + place.level().name().toLowerCase(Locale.ROOT), differ);
        if (place.here()) {
            var here = new Label(said);
            here.getStyleClass().add("setting-why");
            return here;
        }
        var go = new Hyperlink(said);
        go.setAccessibleText(text("settings.level.spoken", choice.title(), said));
        var names = Stream.concat(
                        place.groups().stream(),
                        place.instances().stream()
                                .flatMap(id -> window.services().instances().find(id).stream())
                                .map(Instance::name))
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            Tooltip.install(go, new Tooltip(names));
        }
        go.setOnAction(_ -> {
            if (place.instances().isEmpty()) {
                open(place.page());
            } else {
                differing(place).show(go, Side.BOTTOM, 0, 0);
            }
        });
        return go;
    }

    /// The instances with a value of their own, each leading to its settings.
    private ContextMenu differing(SettingLevels.Place place) {
        var menu = new ContextMenu();
        for (var id : place.instances()) {
            window.services().instances().find(id).ifPresent(instance -> {
                var item = new MenuItem(instance.name(), Monogram.of(instance, Monogram.Size.NORMAL));
                item.setOnAction(_ -> window.navigation().goTo(id, "settings"));
                menu.getItems().add(item);
            });
        }
        return menu;
    }

    private Button reset(Choice choice) {
        var reset = new Button(null, new Icon(Octicons.HISTORY_16));
        reset.getStyleClass().addAll("flat", "icon-button");
        reset.setAccessibleText(text("settings.reset", choice.title()));
        reset.setOnAction(_ -> model.reset(choice));
        reset.setVisible(choice.changed());
        reset.setManaged(choice.changed());
        return reset;
    }

    // ---- pages without choices of their own

    private void instances(SettingsViewModel.View view, List<Node> cards) {
        cards.add(card(List.of(row(
                text("settings.instances"),
                text("settings.instances-why"),
                action("instance.add"),
                action("go.fleet"),
                action("trash.open")))));
        var fleet = window.services().instances().fleet().get();
        var groups = new TreeMap<String, List<Instance>>();
        fleet.live()
                .forEach(instance -> groups.computeIfAbsent(
                                instance.configuration().group(), _ -> new ArrayList<>())
                        .add(instance));
        groups.forEach((group, members) -> {
            var head =
                    new Label(text("settings.group", group.isEmpty() ? text("fleet.no-group") : group, members.size()));
            head.getStyleClass().add("text-card");
            cards.add(head);
            var given = view.choices().stream()
                    .filter(choice -> choice.group().filter(group::equals).isPresent())
                    .map(this::choice)
                    .toList();
            if (!given.isEmpty()) {
                cards.add(card(given));
            }
            cards.add(
                    card(members.stream().limit(MOST_LINES).map(this::instance).toList()));
        });
    }

    private Node instance(Instance instance) {
        var edit = new Button(text("settings.edit"));
        edit.getStyleClass().add("small");
        edit.setMinWidth(Region.USE_PREF_SIZE);
        edit.setAccessibleText(text("settings.edit-spoken", instance.name()));
        edit.setOnAction(_ -> window.navigation().goTo(instance.id(), "settings"));
        var guard = new GuardBadge(words);
        guard.show(window.services().guards().levelOf(instance.id()));
        var line = row(
                instance.name(),
                text("shell.place", words.kindAndVersion(instance), words.place(instance)),
                guard,
                edit);
        line.getChildren().addFirst(Monogram.of(instance, Monogram.Size.NORMAL));
        return line;
    }

    /// A button of an action of the window.
    private Node action(String id) {
        var button = window.actions().button(id, Optional.empty());
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private List<Node> checks() {
        var forecast = model.forecast();
        return List.of(
                row(
                        text("settings.unstable"),
                        text(
                                "settings.unstable-why",
                                Flapping.CHANGES,
                                words.age(Flapping.WITHIN),
                                words.age(Flapping.CALM_AFTER))),
                row(
                        text("settings.kept"),
                        text("settings.kept-why") + " "
                                + text("settings.kept-forecast", forecast.instances(), words.size(forecast.bytes()))),
                row(text("settings.check-now"), text("settings.check-now-why"), action("check-all")));
    }

    private List<Node> work(Optional<Pausing.Pause> paused) {
        var now = window.services().clock().instant();
        var state = paused.map(pause -> pause.until()
                        .map(until -> text("shell.status.paused-until", words.time(until, now)))
                        .orElseGet(() -> text("shell.status.paused")))
                .orElseGet(() -> text("settings.work-goes-on"));
        return Stream.concat(
                        Stream.of(row(state, text("settings.work-why"), action("work.pause"), action("tasks.open"))),
                        Stream.concat(
                                power().stream(),
                                Stream.of(
                                        row(text("settings.limits"), text("settings.limits-why")),
                                        row(
                                                text("page.schedules"),
                                                text("settings.schedules-why"),
                                                action("schedules.open")))))
                .toList();
    }

    /// What this computer runs on, once somebody wants work to wait for it.
    private Optional<Node> power() {
        var pausing = window.services().pausing();
        return pausing.power().get().map(seen -> {
            var supply = text("settings.supply." + seen.supply().name().toLowerCase(Locale.ROOT));
            var metered = text("settings.metered." + seen.metered().name().toLowerCase(Locale.ROOT));
            return row(
                    text(pausing.saving() ? "settings.power-holds" : "settings.power-goes-on"), supply + " " + metered);
        });
    }

    private List<Node> alerts() {
        return List.of(
                row(text("settings.alerts-now"), text("settings.alerts-now-why"), action("messages.open")),
                row(text("settings.alerts-test"), text("settings.alerts-test-why"), action("messages.test")),
                row(text("settings.alerts-quiet"), text("settings.alerts-quiet-why"), action("messages.quiet-hour")));
    }

    private List<Node> tables() {
        var saved = window.services().views().views().get().stream()
                .filter(view -> !view.name().isEmpty() && !view.table().startsWith(SavedViews.ASIDE))
                .limit(MOST_LINES)
                .<Node>map(view -> row(
                        view.name(),
                        TableNames.said(words, view.table()),
                        forget(view, Octicons.TRASH_16, text("settings.view-remove", view.name()))))
                .toList();
        return saved.isEmpty() ? List.of(row(text("settings.views-none"), "")) : saved;
    }

    /// What a person made the usual columns and order, each for a table and a kind.
    private List<Node> usualViews() {
        var chosen = model.usualViews().stream()
                .limit(MOST_LINES)
                .<Node>map(usual -> row(
                        usual.title(),
                        text("settings.usual-columns.of", usual.columns()),
                        forget(usual.view(), Octicons.HISTORY_16, text("settings.reset", usual.title()))))
                .toList();
        return chosen.isEmpty() ? List.of(row(text("settings.usual-columns-why"), "")) : chosen;
    }

    private Button forget(SavedView view, Ikon icon, String spoken) {
        var button = new Button(null, new Icon(icon));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(spoken);
        button.setTooltip(new Tooltip(spoken));
        button.setOnAction(_ -> model.forget(view));
        return button;
    }

    /// What each level asks, the least strict first.
    private Node guards() {
        var levels = new ArrayList<Node>();
        for (var level : GuardLevel.values()) {
            levels.add(row(
                    words.guard(level),
                    text("settings.guard-asks." + level.name().toLowerCase(Locale.ROOT))));
        }
        levels.add(row(text("settings.guard-release"), text("settings.guard-release-why")));
        return card(levels);
    }

    private Node keyboard() {
        return row(text("settings.keys"), text("settings.keys-why"), action("help.keys"));
    }

    private void network(List<Node> cards) {
        cards.add(card(List.of(
                row(text("settings.port"), text("settings.port-why")),
                row(text("settings.dns"), text("settings.dns-why")),
                row(
                        text("settings.user-agent"),
                        text(
                                "settings.user-agent-why",
                                window.services().program().version())))));
        var trusting = model.ownTrust();
        if (!trusting.isEmpty()) {
            cards.add(headline("settings.trusted"));
            cards.add(card(trusting.stream().map(this::instance).toList()));
        }
        cards.add(headline("settings.sent"));
        var lines = new VBox();
        lines.getStyleClass().add("card-box");
        cards.add(lines);
        model.readSent(sent -> lines.getChildren()
                .setAll(
                        sent.isEmpty()
                                ? List.of(row(text("settings.sent-none"), ""))
                                : sent.stream()
                                        .limit(MOST_LINES)
                                        .map(this::sent)
                                        .toList()));
    }

    private Node headline(String key) {
        var head = new Label(text(key));
        head.getStyleClass().add("text-card");
        return head;
    }

    private Node sent(SentRequests.Sent request) {
        var now = window.services().clock().instant();
        var owner = request.instance()
                .flatMap(window.services().instances()::find)
                .map(Instance::name)
                .orElseGet(() -> text("settings.sent-unsaved"));
        var status = new Label(
                request.status().isPresent()
                        ? Integer.toString(request.status().getAsInt())
                        : text("system.no-answer"));
        status.setMinWidth(Region.USE_PREF_SIZE);
        return row(request.method() + " " + request.path(), words.time(request.at(), now) + " · " + owner, status);
    }

    private List<Node> kinds() {
        return model.kinds().stream()
                .<Node>map(kind -> row(
                        kind.name(),
                        (kind.instances() == 0
                                        ? text("settings.kind-none")
                                        : text("settings.kind", kind.instances(), kind.versions()))
                                + (kind.writes().isEmpty() ? "" : "\n" + kind.writes())))
                .toList();
    }

    private Node advanced() {
        var said = model.diagnostics();
        return row(text("settings.diagnostics"), said, button("copy-diagnostics", "settings.copy", () -> {
            var content = new ClipboardContent();
            content.putString(said);
            Clipboard.getSystemClipboard().setContent(content);
        }));
    }

    private List<Node> updates() {
        return List.of(
                row(text("settings.version", window.services().program().version()), text("settings.updates-why")),
                row(text("settings.updates-look"), text("settings.updates-look-why")),
                row(text("settings.updates-copy"), text("settings.updates-copy-why")),
                row(text("settings.updates-back"), text("settings.updates-back-why")));
    }

    private Node about() {
        var program = window.services().program();
        return row(text("settings.version", program.version()), text("settings.version-why"));
    }

    private void data(SettingsViewModel.View view, List<Node> cards) {
        var program = window.services().program();
        cards.add(card(List.of(
                row(
                        text("settings.folder"),
                        program.dataFolder().toString(),
                        button("open-data", "settings.open-folder", () -> program.showFolder(program.dataFolder()))),
                row(
                        text("settings.copy-now"),
                        text("settings.copy-now-why"),
                        button("copy-now", "settings.copy-now-go", model::copyNow)),
                row(
                        text("settings.copy-to"),
                        text("settings.copy-to-why"),
                        button("copy-to", "settings.copy-to-go", this::chooseFile)),
                row(
                        text("settings.restore"),
                        text("settings.restore-why"),
                        button("restore-from", "settings.restore-go", () -> run("restore.open"))),
                row(
                        text("settings.import"),
                        text("settings.import-why"),
                        button("import-from", "settings.import-go", () -> run("import.open"))),
                row(
                        text("settings.export"),
                        text("settings.export-why"),
                        button("export-to", "settings.export-go", () -> run("export.open"))),
                row(
                        text("settings.examine"),
                        text("settings.examine-why"),
                        button("examine", "settings.examine-go", model::examine)))));
        cards.add(card(new SizeCard(words, model).rows(view.tables())));
        var now = window.services().clock().instant();
        var listed = view.copies().stream()
                .limit(COPIES)
                .<Node>map(copy -> row(
                        words.time(copy.at(), now),
                        text(
                                "settings.copy-holds",
                                copy.instances(),
                                String.valueOf(copy.file().getFileName())),
                        restore(copy)))
                .toList();
        var head = new Label(text(listed.isEmpty() ? "settings.no-copies" : "settings.copies"));
        head.getStyleClass().add("text-card");
        cards.add(head);
        if (!listed.isEmpty()) {
            cards.add(card(listed));
        }
    }

    private Button restore(StoredCopy copy) {
        var button = new Button(text("settings.restore-copy"));
        button.setAccessibleText(
                text("settings.restore-copy-spoken", String.valueOf(copy.file().getFileName())));
        button.setOnAction(_ -> TransferFeature.restore(window, copy.file()));
        return button;
    }

    private void run(String action) {
        window.actions().run(action, Optional.empty());
    }

    private void chooseFile() {
        var chooser = new FileChooser();
        chooser.setTitle(text("settings.copy-to"));
        chooser.setInitialFileName("pilothouse-backup.db");
        Optional.ofNullable(chooser.showSaveDialog(rows.getScene().getWindow()))
                .ifPresent(file -> model.copyTo(file.toPath()));
    }

    private List<Node> log() {
        var program = window.services().program();
        var typed = new TextArea();
        typed.setId("redaction-in");
        typed.setPrefRowCount(3);
        typed.setWrapText(true);
        typed.setAccessibleText(text("settings.redaction"));
        typed.setPromptText(text("settings.redaction-prompt"));
        var shown = new Label();
        shown.setId("redaction-out");
        shown.setWrapText(true);
        shown.setMinHeight(Region.USE_PREF_SIZE);
        shown.getStyleClass().add("text-mono");
        typed.textProperty().subscribe(text -> shown.setText(model.redact(text)));
        var test = new VBox(8, typed, shown);
        test.setPrefWidth(440);
        return List.of(
                row(
                        text("settings.log"),
                        program.logFolder().toString(),
                        button("open-log", "settings.open-folder", () -> program.showFolder(program.logFolder()))),
                row(text("settings.redaction"), text("settings.redaction-why"), test));
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
