package io.pilothouse.ui.fleet;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.SegmentedControl;
import atlantafx.base.controls.ToggleLabel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.action.Actions;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.firstrun.FirstRunFeature;
import io.pilothouse.ui.shell.InstanceMenu;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Fleet.fxml` to its view-model.
public final class FleetController {

    private static final int MEMBERS = 4;
    private static final double TABS_NEED = 760;

    private final WindowContext window;
    private final FleetViewModel model;
    private final TabStrip tabs;
    private final Label barsTitle = new Label();
    private final SegmentedControl shapes = new SegmentedControl();
    private final FleetPeek peek;
    private final FleetCards cards;
    private List<FleetCause> shownCauses = List.of();
    private Optional<InstanceId> selected = Optional.empty();
    private FleetMetric shownMetric = FleetMetric.LATENCY;

    @FXML
    private StackPane fleetTabs;

    @FXML
    private VBox table;

    @FXML
    private VBox causes;

    @FXML
    private CustomTextField filter;

    @FXML
    private StackPane spanPlace;

    @FXML
    private StackPane bodyPlace;

    @FXML
    private MenuButton metric;

    @FXML
    private Button bulk;

    @FXML
    private MenuButton grouping;

    @FXML
    private MenuButton columns;

    @FXML
    private TableView<FleetLine> rows;

    @FXML
    private TableColumn<FleetLine, FleetLine> state;

    @FXML
    private TableColumn<FleetLine, FleetLine> instance;

    @FXML
    private TableColumn<FleetLine, FleetLine> kind;

    @FXML
    private TableColumn<FleetLine, FleetLine> bars;

    @FXML
    private TableColumn<FleetLine, FleetLine> latency;

    @FXML
    private TableColumn<FleetLine, FleetLine> p95;

    @FXML
    private TableColumn<FleetLine, FleetLine> work;

    @FXML
    private TableColumn<FleetLine, FleetLine> next;

    @FXML
    private StackPane nothing;

    @FXML
    private Label foot;

    @FXML
    private Label checked;

    @FXML
    private StackPane empty;

    FleetController(WindowContext window, FleetViewModel model) {
        this.window = window;
        this.model = model;
        tabs = new TabStrip(model::choose).naming(window.texts().text("common.tabs.more"));
        peek = new FleetPeek(window);
        cards = new FleetCards(window, model, peek);
    }

    @FXML
    private void initialize() {
        fleetTabs.getChildren().setAll(tabs);
        VBox.setMargin(causes, new javafx.geometry.Insets(16, 16, 0, 16));
        initializeFilter();
        initializeSpan();
        initializeTable();
        initializeShapes();
        initializeMetric();
        initializeGrouping();
        bodyPlace.getChildren().add(1, cards.node());
        model.view().subscribe(this::show);
    }

    private void initializeFilter() {
        filter.setLeft(new FontIcon(Octicons.FILTER_16));
        var key = new Label();
        key.getStyleClass().add("key-hint");
        window.actions()
                .find("filter")
                .flatMap(action -> action.key())
                .ifPresent(combination -> key.setText(Actions.keyWords(combination)));
        filter.setRight(key);
        filter.textProperty().subscribe(model::filter);
        filter.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
                filter.clear();
                event.consume();
            } else if (event.getCode() == KeyCode.DOWN) {
                rows.requestFocus();
                rows.getSelectionModel().selectFirst();
                event.consume();
            }
        });
    }

    void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    private void initializeSpan() {
        var control = new SegmentedControl();
        control.setAccessibleText(window.texts().text("fleet.span"));
        for (var span : Span.values()) {
            var word = span.word();
            var segment = new ToggleLabel(window.texts().text("fleet.span." + word));
            segment.selectedProperty().subscribe(selected -> {
                if (selected) {
                    model.span(span);
                    barsTitle.setText(window.texts().text("fleet.column.bars." + word));
                }
            });
            control.getSegments().add(segment);
        }
        control.getSegments().getFirst().setSelected(true);
        spanPlace.getChildren().setAll(control);
    }

    private void initializeShapes() {
        shapes.setAccessibleText(window.texts().text("fleet.shape"));
        var icons = List.of(Octicons.TABLE_16, Octicons.PROJECT_16);
        for (var shape : FleetSettings.Shape.values()) {
            var segment = new ToggleLabel(
                    window.texts().text("fleet.shape." + shape.name().toLowerCase(Locale.ROOT)),
                    new FontIcon(icons.get(shape.ordinal())));
            segment.setId("shape-" + shape.name().toLowerCase(Locale.ROOT));
            segment.setUserData(shape);
            shapes.getSegments().add(segment);
        }
        shapes.skinProperty().subscribe(skin -> {
            if (skin == null) {
                return;
            }
            choose(model.view().get().shape()); // the control chooses its first segment by itself
            shapes.getToggleGroup().selectedToggleProperty().addListener((_, _, chosen) -> {
                if (chosen != null
                        && chosen.getUserData() instanceof FleetSettings.Shape shape
                        && model.view().get().shape() != shape) {
                    model.shape(shape);
                }
            });
        });
        var wall = window.actions().button("wall.open", Optional.empty());
        wall.getStyleClass().add("small");
        wall.setMinWidth(Region.USE_PREF_SIZE);
        tabs.setRight(shapes, wall);
        tabs.widthProperty()
                .subscribe(
                        width -> { // the signs alone where the tabs need the room
                            var shown =
                                    width.doubleValue() < TABS_NEED ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
                            shapes.getSegments().forEach(segment -> segment.setContentDisplay(shown));
                            wall.setContentDisplay(shown);
                            wall.setAccessibleText(wall.getText());
                        });
    }

    private void choose(FleetSettings.Shape shape) {
        if (shapes.getSkin() != null) {
            shapes.getSegments().get(shape.ordinal()).setSelected(true);
        }
    }

    private void initializeMetric() {
        metric.setGraphic(new FontIcon(Octicons.PULSE_16));
        var choice = new ToggleGroup();
        for (var each : FleetMetric.values()) {
            var item = new RadioMenuItem(window.texts().text("fleet.metric." + each.word()));
            item.setId("metric-" + each.word());
            item.setToggleGroup(choice);
            item.setSelected(each == FleetMetric.LATENCY);
            item.setOnAction(_ -> model.metric(each));
            metric.getItems().add(item);
        }
    }

    private void initializeGrouping() {
        grouping.setGraphic(new FontIcon(Octicons.ROWS_16));
        var choice = new ToggleGroup();
        for (var each : FleetSettings.Grouping.values()) {
            var word = each.name().toLowerCase(Locale.ROOT);
            var item = new RadioMenuItem(window.texts().text("fleet.grouping." + word));
            item.setId("grouping-" + word);
            item.setToggleGroup(choice);
            item.setUserData(each);
            item.setOnAction(_ -> model.group(each));
            grouping.getItems().add(item);
        }
    }

    private void initializeTable() {
        List.of(columns, metric, grouping).forEach(menu -> menu.setMinWidth(Region.USE_PREF_SIZE));
        filter.setMinWidth(120);
        rows.setItems(model.lines());
        rows.setFixedCellSize(32);
        rows.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        rows.getStyleClass().add("edge-to-edge");
        rows.setPlaceholder(new Region());
        cells(state, () -> new FleetCells.State(window.words()));
        cells(instance, FleetCells.Name::new);
        cells(kind, () -> new FleetCells.Kind(window.words()));
        cells(bars, () -> new FleetCells.Bars(window.words(), model));
        cells(latency, () -> new FleetCells.Line(window.words(), () -> shownMetric));
        cells(p95, () -> new FleetCells.Figure(window.words(), () -> shownMetric));
        cells(work, FleetCells.Work::new);
        cells(next, FleetCells.Next::new);
        initializeBarsHead();
        var sorted = new HBox(4, new Label(state.getText()), new FontIcon(Octicons.ARROW_DOWN_16));
        sorted.getStyleClass().add("sorted");
        sorted.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        sorted.getChildren().getLast().getStyleClass().addAll("small-icon", "muted-icon");
        state.setText(null);
        state.setGraphic(sorted);
        for (var column : List.of(kind, bars, latency, p95, work, next)) {
            var item =
                    new CheckMenuItem(column == bars ? window.texts().text("fleet.column.bars.day") : column.getText());
            if (column == bars) {
                item.textProperty().bind(barsTitle.textProperty());
            }
            item.setSelected(true);
            column.visibleProperty().bind(item.selectedProperty());
            columns.getItems().add(item);
        }
        columns.setGraphic(new FontIcon(Octicons.COLUMNS_16));
        rows.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        rows.getSelectionModel().getSelectedItems().addListener((ListChangeListener<FleetLine>) _ -> showBulk());
        bulk.setOnAction(_ -> new BulkEditDialog(window, selectedIds()).open());
        bulk.setGraphic(new FontIcon(Octicons.PENCIL_16));
        bulk.setMinWidth(Region.USE_PREF_SIZE);
        showBulk();
        rows.setRowFactory(_ -> row());
        keepSelection();
        rows.setOnMouseMoved(_ -> model.aiming());
        rows.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    }

    private void initializeBarsHead() {
        var now = new Label(window.texts().text("fleet.column.now"));
        now.getStyleClass().addAll("text-muted", "now");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(barsTitle, space, now);
        head.getStyleClass().add("bars-head");
        head.prefWidthProperty().bind(bars.widthProperty().subtract(20));
        bars.setText(null);
        bars.setGraphic(head);
    }

    private static void cells(
            TableColumn<FleetLine, FleetLine> column, Supplier<TableCell<FleetLine, FleetLine>> cell) {
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> cell.get());
    }

    private TableRow<FleetLine> row() {
        var row = new FleetTableRow(window.words());
        row.setOnMouseClicked(event -> {
            if (event.getButton() != MouseButton.PRIMARY) {
                return;
            }
            if (row.getItem() instanceof FleetLine.Heading heading) {
                model.fold(heading.key());
            } else if (event.getClickCount() == 2 && row.getItem() instanceof FleetLine.Of(FleetRow item)) {
                open(item);
            }
        });
        row.setOnContextMenuRequested(event -> {
            if (row.getItem() instanceof FleetLine.Of(FleetRow item)) {
                window.actions()
                        .showMenu(
                                InstanceMenu.ACTIONS,
                                Optional.of(item.instance().id()),
                                row,
                                event.getScreenX(),
                                event.getScreenY());
                event.consume();
            }
        });
        return row;
    }

    private void onKey(KeyEvent event) {
        var line = rows.getSelectionModel().getSelectedItem();
        if (line instanceof FleetLine.Heading heading) {
            if (List.of(KeyCode.ENTER, KeyCode.SPACE, KeyCode.LEFT, KeyCode.RIGHT)
                    .contains(event.getCode())) {
                model.fold(heading.key());
                event.consume();
            }
            return;
        }
        if (!(line instanceof FleetLine.Of(FleetRow chosen))) {
            return;
        }
        boolean menu = event.getCode() == KeyCode.CONTEXT_MENU || event.isShiftDown() && event.getCode() == KeyCode.F10;
        if (event.getCode() == KeyCode.ENTER) {
            open(chosen);
            event.consume();
        } else if (event.getCode() == KeyCode.SPACE) {
            peek.toggle(chosen.instance().id());
            event.consume();
        } else if (menu) {
            var at = rows.localToScreen(24, 48);
            window.actions()
                    .showMenu(
                            InstanceMenu.ACTIONS, Optional.of(chosen.instance().id()), rows, at.getX(), at.getY());
            event.consume();
        } else {
            for (var id : InstanceMenu.ACTIONS) {
                var action = window.actions().find(id);
                if (action.flatMap(one -> one.key())
                        .filter(key -> key.match(event))
                        .isPresent()) {
                    window.actions().run(id, Optional.of(chosen.instance().id()));
                    event.consume();
                    return;
                }
            }
        }
    }

    /// Rows come and go; the person's choice is an instance, not a line.
    private void keepSelection() {
        var selection = rows.getSelectionModel();
        selection
                .selectedItemProperty()
                .subscribe(line -> idOf(line).ifPresent(id -> {
                    selected = Optional.of(id);
                    peek.follow(id);
                }));
        model.lines().addListener((ListChangeListener<FleetLine>) _ -> selected.ifPresent(id -> {
            var now = idOf(selection.getSelectedItem());
            if (!now.equals(selected)) {
                model.lines().stream()
                        .filter(line -> idOf(line).equals(selected))
                        .findFirst()
                        .ifPresentOrElse(selection::select, selection::clearSelection);
            }
        }));
    }

    private List<InstanceId> selectedIds() {
        return rows.getSelectionModel().getSelectedItems().stream()
                .flatMap(line -> idOf(line).stream())
                .toList();
    }

    private void showBulk() {
        int count = selectedIds().size();
        setShown(bulk, count > 1);
        bulk.setText(window.texts().text("fleet.bulk.edit", count));
    }

    private static Optional<InstanceId> idOf(@Nullable FleetLine line) {
        return line instanceof FleetLine.Of(FleetRow row)
                ? Optional.of(row.instance().id())
                : Optional.empty();
    }

    private void open(FleetRow row) {
        window.navigation().goTo(row.instance().id());
    }

    private void show(FleetViewModel.View view) {
        tabs.show(view.tabs(), view.tab());
        if (!shownCauses.equals(view.causes()) || view.more() > 0) {
            shownCauses = view.causes();
            showCauses(view);
        }
        setShown(causes, !view.causes().isEmpty());
        choose(view.shape());
        boolean asTable = view.shape() == FleetSettings.Shape.TABLE;
        setShown(rows, asTable);
        setShown(cards.node(), !asTable);
        setShown(columns, asTable);
        setShown(metric, asTable);
        metric.setText(window.texts().text("fleet.metric." + view.metric().word()));
        latency.setText(metric.getText());
        p95.setText(view.metric().latency() ? window.texts().text("fleet.column.p95") : "");
        if (shownMetric != view.metric()) {
            shownMetric = view.metric();
            rows.refresh();
        }
        grouping.setText(window.texts()
                .text("fleet.grouping.by." + view.grouping().name().toLowerCase(Locale.ROOT)));
        grouping.getItems().stream()
                .filter(item -> item.getUserData() == view.grouping())
                .forEach(item -> ((RadioMenuItem) item).setSelected(true));
        foot.setText(view.subtitle());
        checked.setText(view.foot());
        setShown(table, view.total() > 0);
        setShown(empty, view.total() == 0);
        setShown(fleetTabs, view.total() > 0);
        if (view.total() == 0 && empty.getChildren().isEmpty()) {
            empty.getChildren().setAll(FirstRunFeature.view(window));
        }
        setShown(nothing, view.total() > 0 && view.shown() == 0);
        if (nothing.isVisible()) {
            nothing.getChildren().setAll(noMatch(view));
        }
    }

    /// The page leaves the window.
    void rest() {
        peek.close();
    }

    private Node noMatch(FleetViewModel.View view) {
        if (view.filter().isEmpty()) {
            return new StatePane(
                    Octicons.CHECK_CIRCLE_24,
                    window.texts().text("fleet.nothing.problems"),
                    "",
                    List.of(new StatePane.Choice(
                            window.texts().text("fleet.nothing.all"), () -> model.choose(FleetViewModel.ALL))));
        }
        return new StatePane(
                Octicons.SEARCH_24,
                window.texts().text("fleet.nothing", view.total(), view.filter()),
                "",
                List.of(new StatePane.Choice(window.texts().text("fleet.nothing.clear"), filter::clear)));
    }

    private void showCauses(FleetViewModel.View view) {
        var lines = new ArrayList<Node>();
        for (var cause : view.causes()) {
            lines.add(causeLine(cause));
        }
        if (view.more() > 0) {
            var words = new Label(window.texts().text("fleet.causes.more", view.more()));
            words.getStyleClass().add("text-muted");
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            var show =
                    smallButton(window.texts().text("fleet.causes.show"), () -> model.choose(FleetViewModel.PROBLEMS));
            var line = new HBox(words, space, show);
            line.getStyleClass().add("cause");
            lines.add(line);
        }
        if (!lines.isEmpty()) {
            lines.getFirst().getStyleClass().add("first");
        }
        causes.getChildren().setAll(lines);
    }

    private Node causeLine(FleetCause cause) {
        var title = new Label(cause.title());
        title.getStyleClass().add("text-strong");
        var since = new Label(cause.since());
        since.getStyleClass().add("text-muted");
        var what = new HBox(4, title, since);
        what.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        what.setPrefWidth(276);
        what.setMinWidth(160);
        var members = new HBox();
        members.getStyleClass().add("members");
        members.setPrefWidth(286);
        cause.members().stream().limit(MEMBERS).map(this::member).forEach(members.getChildren()::add);
        if (cause.members().size() > MEMBERS) {
            members.getChildren()
                    .add(new Label(window.texts()
                            .text("fleet.members.more", cause.members().size() - MEMBERS)));
        }
        members.setMinWidth(24);
        var effect = new Label(cause.effect());
        effect.getStyleClass().add("text-muted");
        effect.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(effect, Priority.ALWAYS);
        var line = new HBox(new StateShape(cause.sign(), 16), what, members, effect);
        line.getStyleClass().add("cause");
        var first = Optional.of(cause.members().getFirst().id());
        var buttons = new HBox();
        buttons.getStyleClass().add("cause-buttons");
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        line.getChildren().add(buttons);
        addAction(buttons, cause.way(), first);
        if (cause.host()) {
            buttons.getChildren()
                    .addAll(
                            smallButton(window.texts().text("fleet.cause.check"), () -> model.check(cause.members())),
                            smallButton(
                                    window.texts().text("fleet.cause.maintenance"),
                                    () -> model.maintain(cause.members())));
        }
        buttons.getChildren().add(more(first));
        return line;
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
                                window.actions().title(action),
                                () -> window.actions().run(id, about))));
    }

    private static Button smallButton(String text, Runnable run) {
        var button = new Button(text);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private Node more(Optional<InstanceId> about) {
        var button = new Button(null, new FontIcon(Octicons.KEBAB_HORIZONTAL_16));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(window.texts().text("common.more"));
        button.setOnAction(
                _ -> window.actions().menu(InstanceMenu.ACTIONS, about).show(button, Side.BOTTOM, 0, 0));
        return button;
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
