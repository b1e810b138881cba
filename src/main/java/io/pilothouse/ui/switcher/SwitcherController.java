package io.pilothouse.ui.switcher;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.GuardBadge;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Switcher.fxml` to its view-model.
public final class SwitcherController {

    private static final PseudoClass ON = PseudoClass.getPseudoClass("on");

    /// What the person decided.
    interface Decision {
        void go(InstanceId id);

        void goInNewWindow(InstanceId id);

        /// @param number of the pinned instance, from 1
        void goToPinned(int number);
    }

    private final SwitcherViewModel model;
    private final Words words;
    private final Decision decision;

    @FXML
    private VBox root;

    @FXML
    private TextField search;

    @FXML
    private Label count;

    @FXML
    private ListView<SwitcherRow> list;

    @FXML
    private Label nothing;

    @FXML
    private ScrollPane peekPlace;

    @FXML
    private VBox peek;

    @FXML
    private HBox foot;

    @FXML
    private Label also;

    @FXML
    private Icon glass;

    private final List<Cell> cells = new ArrayList<>();

    SwitcherController(SwitcherViewModel model, Words words, Decision decision) {
        this.model = model;
        this.words = words;
        this.decision = decision;
    }

    @FXML
    private void initialize() {
        count.textProperty().bind(model.count());
        for (var pair : foot.getChildren()) {
            if (pair instanceof HBox words) {
                ((Label) words.getChildren().getFirst()).setMinWidth(Region.USE_PREF_SIZE); // the key
            }
        }
        foot.needsLayoutProperty().subscribe(needed -> {
            if (!needed) { // laid out: its words are as wide as they are styled
                sayAlso();
            }
        });
        search.textProperty().addListener((_, _, typed) -> model.type(typed));
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        glass.setIconCode(Octicons.SEARCH_16);
        list.setItems(model.rows());
        list.setCellFactory(_ -> {
            var cell = new Cell();
            cells.add(cell);
            return cell;
        });
        list.itemsProperty()
                .get()
                .subscribe(() -> nothing.setVisible(model.rows().isEmpty()));
        nothing.setVisible(model.rows().isEmpty());
        model.chosen().subscribe(index -> {
            list.getSelectionModel().clearAndSelect(index.intValue());
            if (index.intValue() >= 0) {
                list.scrollTo(Math.max(0, index.intValue() - 3));
            }
            cells.forEach(Cell::mark); // never list.refresh(), which makes and styles every line anew
        });
        model.peek().subscribe(this::show);
    }

    /// @param narrow leaves the peek out
    /// @param tight  leaves the peek less room
    void room(boolean narrow, boolean tight) {
        peekPlace.setVisible(!narrow);
        peekPlace.setManaged(!narrow);
        root.getStyleClass().removeAll("narrow", "tight");
        if (narrow || tight) {
            root.getStyleClass().add(narrow ? "narrow" : "tight");
        }
    }

    /// What else finds is said where there is room for that.
    private void sayAlso() {
        double wanted = foot.getInsets().getLeft() + foot.getInsets().getRight() - foot.getSpacing();
        for (var part : foot.getChildren()) {
            wanted += part.prefWidth(-1) + foot.getSpacing();
        }
        also.setVisible(foot.getWidth() >= wanted);
        also.setManaged(also.isVisible());
    }

    void clear() {
        search.clear();
    }

    void focus() {
        search.requestFocus();
    }

    private void onKey(KeyEvent event) {
        int digit = digit(event.getCode());
        switch (event.getCode()) {
            case DOWN -> model.step(1);
            case UP -> model.step(-1);
            case PAGE_DOWN -> steps(6);
            case PAGE_UP -> steps(-6);
            case TAB -> model.step(event.isShiftDown() ? -1 : 1);
            case ENTER ->
                model.chosenInstance().ifPresent(event.isShortcutDown() ? decision::goInNewWindow : decision::go);
            default -> {
                if (digit > 0 && event.isShortcutDown()) {
                    decision.goToPinned(digit);
                } else {
                    return;
                }
            }
        }
        event.consume();
    }

    private void steps(int count) {
        for (int i = 0; i < Math.abs(count); i++) {
            model.step(Integer.signum(count));
        }
    }

    private static int digit(KeyCode code) {
        return code.isDigitKey() ? "0123456789".indexOf(code.getName()) : -1;
    }

    private void show(Optional<SwitcherViewModel.Peek> shown) {
        if (shown.isEmpty()) {
            peek.getChildren().clear();
            return;
        }
        var what = shown.get();
        var name = new Label(what.instance().name());
        name.getStyleClass().add("text-strong");
        var second = new Label(
                words.texts().text("shell.place", words.kindAndVersion(what.instance()), words.place(what.instance())));
        second.getStyleClass().addAll("text-muted", "text-second");
        var head = new HBox(12, Monogram.of(what.instance(), Monogram.Size.LARGE), new VBox(name, second));
        head.setAlignment(Pos.CENTER_LEFT);
        var state = new StateLabel(words, 14);
        state.show(what.state(), what.latency());
        var guard = new GuardBadge(words);
        guard.show(what.guard());
        var states = new FlowPane(12, 6, state, guard);
        var bars = new UptimeBars(20);
        bars.show(what.bars(), what.instance().name());
        var from = new Label(words.texts().text("switcher.day"));
        var until = new Label(words.texts().text("switcher.now"));
        for (var label : List.of(from, until)) {
            label.getStyleClass().addAll("text-muted", "text-micro");
        }
        var axis = new HBox(from, space(), until);
        axis.setMaxWidth(248);
        peek.getChildren().setAll(head, states, new VBox(2, bars, axis), facts(what));
    }

    private static Node facts(SwitcherViewModel.Peek what) {
        var grid = new GridPane(8, 6);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(new ColumnConstraints(), values);
        int line = 0;
        for (var fact : what.facts().entrySet()) {
            var title = new Label(fact.getKey());
            title.getStyleClass().add("fact-title");
            title.setMinWidth(Region.USE_PREF_SIZE);
            GridPane.setValignment(title, javafx.geometry.VPos.TOP);
            var value = new Label(fact.getValue());
            value.getStyleClass().add("fact");
            value.setWrapText(true);
            value.setMinHeight(Region.USE_PREF_SIZE);
            grid.addRow(line++, title, value);
        }
        return grid;
    }

    private static Region space() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private final class Cell extends ListCell<SwitcherRow> {

        private final Monogram tile = new Monogram(Monogram.Size.NORMAL);
        private final Label before = new Label();
        private final Label hit = new Label();
        private final Label after = new Label();
        private final Icon lock = new Icon(Octicons.LOCK_16);
        private final HBox name = new HBox(before, hit, after, lock);
        private final Label second = new Label();
        private final VBox lines = new VBox(name, second);
        private final StateLabel state = new StateLabel(words, 14);
        private final Label key = new Label();
        private final HBox line = new HBox(tile, lines, state, new StackPane(key));
        private final Label caption = new Label();

        Cell() {
            setPrefWidth(0);
            line.getStyleClass().add("switcher-line");
            lines.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(lines, Priority.ALWAYS);
            name.setAlignment(Pos.CENTER_LEFT);
            hit.getStyleClass().add("hit");
            hit.setMinWidth(Region.USE_PREF_SIZE);
            before.setMinWidth(Region.USE_PREF_SIZE);
            HBox.setMargin(lock, new javafx.geometry.Insets(0, 0, 0, 6));
            lock.getStyleClass().addAll("small-icon", "muted-icon");
            second.getStyleClass().add("second");
            key.getStyleClass().add("key-hint");
            line.getChildren().getLast().getStyleClass().add("key-place");
            caption.getStyleClass().add("switcher-caption");
            setOnMouseClicked(event -> {
                if (getItem() instanceof SwitcherRow.Match match) {
                    if (event.isShortcutDown()) {
                        decision.goInNewWindow(match.instance().id());
                    } else {
                        decision.go(match.instance().id());
                    }
                }
            });
        }

        @Override
        protected void updateItem(SwitcherRow row, boolean nothingThere) {
            super.updateItem(row, nothingThere);
            setText(null);
            if (nothingThere || row == null) { // hidden, not taken out: what is put in again is styled anew
                line.setVisible(false);
                caption.setVisible(false);
                setAccessibleText(null);
                return;
            }
            switch (row) {
                case SwitcherRow.Caption head -> {
                    caption.setText(head.words());
                    put(caption);
                    setAccessibleText(head.words());
                }
                case SwitcherRow.Match match -> show(match);
            }
        }

        @Override
        public void updateIndex(int index) {
            super.updateIndex(index);
            mark();
        }

        private void mark() {
            line.pseudoClassStateChanged(ON, getIndex() == model.chosen().get());
        }

        private void put(Node shown) {
            shown.setVisible(true);
            setGraphic(shown);
        }

        private void show(SwitcherRow.Match match) {
            var instance = match.instance();
            tile.show(instance);
            int at = match.hit().isEmpty()
                    ? -1
                    : instance.name().toLowerCase(Locale.ROOT).indexOf(match.hit());
            int end = at < 0 ? 0 : at + match.hit().length();
            before.setText(at < 0 ? "" : instance.name().substring(0, at));
            hit.setText(at < 0 ? "" : instance.name().substring(at, end));
            after.setText(instance.name().substring(end));
            lock.setVisible(match.guarded());
            second.setText(match.second());
            state.show(match.state(), "");
            key.setText(match.key());
            key.setVisible(!match.key().isEmpty());
            put(line);
            setAccessibleText(words.texts().text("shell.rail.entry", instance.name(), words.state(match.state())));
        }
    }
}
