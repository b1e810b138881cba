package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.SpanChoice;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.firstrun.FirstRunFeature;
import io.pilothouse.ui.firstrun.FirstSteps;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Fleet.fxml` to its view-model.
public final class FleetController {

    private static final double TABS_NEED = 760;

    /// The least height of the table and its tools where there is room, and in a low window: some lines stay.
    private static final double TABLE = 380;
    private static final double LOW_TABLE = 232;

    /// A cause with the line under it, and what stands above and below table and causes.
    private static final double CAUSE = 53;
    private static final double AROUND = 92;

    private final WindowContext window;
    private final FleetViewModel model;
    private final TabStrip tabs;
    private final ToggleGroup shapes = new ToggleGroup();
    private final HBox segments = new HBox();
    private final MenuButton metric = new MenuButton();
    private final MenuButton grouping = new MenuButton();
    private final FleetPeek peek;
    private final FleetTable rows;
    private final FleetCards cards;
    private final CausesBox causes;
    private boolean cardsShown;
    /// A person wants all causes although the window is low: the page is scrolled then.
    private boolean unfolded;

    @FXML
    private VBox page;

    @FXML
    private HBox footLine;

    @FXML
    private StackPane fleetTabs;

    @FXML
    private StackPane steps;

    @FXML
    private VBox table;

    @FXML
    private StackPane tablePlace;

    @FXML
    private Label foot;

    @FXML
    private Label checked;

    @FXML
    private StackPane empty;

    FleetController(WindowContext window, FleetViewModel model) {
        this.window = window;
        this.model = model;
        tabs = new TabStrip(window.words(), model::choose);
        peek = new FleetPeek(window);
        rows = new FleetTable(window, model, peek, this::noProblems);
        cards = new FleetCards(window, model, peek, rows.node().shown());
        causes = new CausesBox(window, model, this::unfold);
    }

    @FXML
    private void initialize() {
        fleetTabs.getChildren().setAll(tabs);
        steps.getChildren().setAll(new FirstSteps(window));
        table.getChildren().addFirst(causes);
        initializeShapes();
        initializeMetric();
        initializeGrouping();
        rows.node()
                .setTools(
                        new SpanChoice(window.texts(), span -> {
                            model.span(span);
                            rows.show(span);
                        }),
                        grouping,
                        metric);
        rows.node().whenShown(() -> {
            if (cardsShown) {
                cards.refill();
            }
        });
        tablePlace.getChildren().setAll(rows.node());
        page.heightProperty().subscribe(this::makeRoom);
        model.view().subscribe(this::show);
    }

    /// In a low window the table comes first: the worst cause stands for all, and the foot, which the head of the
    /// page says too, gives way. So there is one thing to scroll.
    private void makeRoom() {
        double whole = AROUND + TABLE + CAUSE * causes.lines() + steps.minHeight(page.getWidth());
        boolean low = !unfolded && page.getHeight() > 0 && page.getHeight() < whole;
        causes.fold(low);
        setShown(footLine, !low);
        tablePlace.setMinHeight(low ? LOW_TABLE : TABLE);
        page.setMinHeight(
                unfolded || !table.isVisible()
                        ? Region.USE_COMPUTED_SIZE
                        : AROUND + LOW_TABLE + steps.minHeight(page.getWidth()));
    }

    private void unfold() {
        unfolded = true;
        makeRoom();
        causes.focusFirst();
    }

    boolean focusFilter() {
        return rows.node().focusFilter();
    }

    /// Table and cards, and on a page and in a window of their own the past and the wall, as one control.
    private void initializeShapes() {
        var icons = List.of(Octicons.TABLE_16, Octicons.PROJECT_16);
        for (var shape : FleetSettings.Shape.values()) {
            var word = shape.name().toLowerCase(Locale.ROOT);
            var segment =
                    new ToggleButton(window.texts().text("fleet.shape." + word), new Icon(icons.get(shape.ordinal())));
            segment.setId("shape-" + word);
            segment.setUserData(shape);
            segment.setToggleGroup(shapes);
            segment.setOnAction(_ -> {
                segment.setSelected(true); // the shape that is shown stays chosen
                model.shape(shape);
            });
            segments.getChildren().add(segment);
        }
        var past = window.actions().button("timeline.open", Optional.empty());
        past.setText(window.texts().text("fleet.shape.past"));
        segments.getChildren().addAll(past, window.actions().button("wall.open", Optional.empty()));
        segments.getStyleClass().add("segments");
        segments.setAccessibleText(window.texts().text("fleet.shape"));
        segments.setMinWidth(Region.USE_PREF_SIZE);
        for (var each : segments.getChildren()) {
            var segment = (ButtonBase) each;
            segment.getStyleClass().setAll("segment");
            segment.setMinWidth(Region.USE_PREF_SIZE);
            segment.setAccessibleText(segment.getText());
        }
        tabs.setRight(segments);
        tabs.widthProperty()
                .subscribe(
                        width -> { // the signs alone where the tabs need the room
                            var shown =
                                    width.doubleValue() < TABS_NEED ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
                            segments.getChildren().forEach(each -> ((ButtonBase) each).setContentDisplay(shown));
                        });
    }

    private void choose(FleetSettings.Shape shape) {
        shapes.getToggles().get(shape.ordinal()).setSelected(true);
    }

    private void initializeMetric() {
        metric.setAccessibleText(window.texts().text("fleet.metric"));
        metric.setGraphic(new Icon(Octicons.PULSE_16));
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
        grouping.setAccessibleText(window.texts().text("fleet.grouping"));
        grouping.setGraphic(new Icon(Octicons.ROWS_16));
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

    private void show(FleetViewModel.View view) {
        tabs.show(view.tabs(), view.tab());
        causes.show(view);
        choose(view.shape());
        boolean asCards = view.shape() == FleetSettings.Shape.CARDS;
        if (asCards != cardsShown) {
            cardsShown = asCards;
            cards.refill();
            rows.node().setBody(asCards ? Optional.of(cards.node()) : Optional.empty());
        }
        rows.show(view);
        metric.setVisible(!asCards);
        metric.setManaged(!asCards);
        metric.setText(window.texts().text("fleet.metric." + view.metric().word()));
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
        makeRoom();
    }

    /// The page leaves the window.
    void rest() {
        peek.close();
        unfolded = false;
        makeRoom();
    }

    /// The page will not come back.
    void close() {
        rows.node().close();
    }

    /// Rows that have not arrived yet are no calm Fleet.
    private Node noProblems() {
        if (!model.view().get().tab().equals(FleetViewModel.PROBLEMS)) {
            return new Region();
        }
        return new StatePane(
                Octicons.CHECK_CIRCLE_24,
                window.texts().text("fleet.nothing.problems"),
                "",
                List.of(new StatePane.Choice(
                        window.texts().text("fleet.nothing.all"), () -> model.choose(FleetViewModel.ALL))));
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
