package io.pilothouse.ui.palette;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Palette.fxml` to its view-model.
public final class PaletteController {

    private static final PseudoClass ON = PseudoClass.getPseudoClass("on");
    private static final PseudoClass FORBIDDEN = PseudoClass.getPseudoClass("forbidden");
    private static final int PAGE = 10;

    private final WindowContext window;
    private final PaletteViewModel model;
    private final Consumer<Runnable> close;

    @FXML
    private TextField search;

    @FXML
    private Label stays;

    @FXML
    private ListView<PaletteEntry> list;

    @FXML
    private Label nothing;

    @FXML
    private HBox foot;

    @FXML
    private Icon glass;

    /// @param close closes the palette, then runs what it gets
    PaletteController(WindowContext window, PaletteViewModel model, Consumer<Runnable> close) {
        this.window = window;
        this.model = model;
        this.close = close;
    }

    @FXML
    private void initialize() {
        for (var pair : foot.getChildren()) {
            if (pair instanceof HBox words) {
                words.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        stays.setMinWidth(Region.USE_PREF_SIZE);
        search.textProperty().addListener((_, _, typed) -> model.type(typed));
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        glass.setIconCode(Octicons.SEARCH_16);
        list.setItems(model.entries());
        list.setFixedCellSize(34);
        list.setCellFactory(_ -> new Cell());
        model.entries().subscribe(() -> nothing.setVisible(model.entries().isEmpty()));
        nothing.setVisible(model.entries().isEmpty());
        model.chosen().subscribe(index -> {
            list.getSelectionModel().clearAndSelect(index.intValue());
            if (index.intValue() >= 0) {
                list.scrollTo(Math.max(0, index.intValue() - 5));
            }
        });
        model.target().subscribe(this::sayTarget);
    }

    void focus(String typed) {
        sayTarget(model.target().get());
        search.setText(typed);
        search.requestFocus();
        search.end();
    }

    /// Acting elsewhere does not move the window.
    private void sayTarget(Optional<Instance> target) {
        var here = window.active().id().flatMap(window.services().instances()::find);
        boolean elsewhere = target.isPresent()
                && here.isPresent()
                && !target.get().id().equals(here.get().id());
        stays.setText(
                elsewhere ? window.texts().text("palette.stays", here.get().name()) : "");
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> model.step(1);
            case UP -> model.step(-1);
            case PAGE_DOWN -> steps(PAGE);
            case PAGE_UP -> steps(-PAGE);
            case TAB -> model.nextInstance(event.isShiftDown() ? -1 : 1);
            case ENTER -> model.chosenEntry().ifPresent(entry -> take(entry, event.isShortcutDown()));
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void steps(int count) {
        for (int i = 0; i < Math.abs(count); i++) {
            model.step(Integer.signum(count));
        }
    }

    private void take(PaletteEntry entry, boolean elsewhere) {
        if (entry.insert().isPresent()) {
            focus(entry.insert().get());
        } else if (model.forecast(entry).forbidden().isEmpty()) {
            model.used(entry);
            close.accept(elsewhere ? entry.elsewhere().orElse(entry.run()) : entry.run());
        }
    }

    private final class Cell extends ListCell<PaletteEntry> {

        private final Icon icon = new Icon();
        private final Label title = new Label();
        private final Label about = new Label();
        private final Region space = new Region();
        private final Label note = new Label();
        private final Label key = new Label();
        private final Monogram tile = new Monogram(Monogram.Size.SMALL);
        private final Label name = new Label();
        private final HBox line = new HBox(icon, title, about, space, note, key, tile, name);

        Cell() {
            setPrefWidth(0);
            setGraphic(line);
            line.getStyleClass().add("palette-line");
            title.getStyleClass().add("title");
            title.setMinWidth(Region.USE_PREF_SIZE);
            icon.getStyleClass().add("muted-icon");
            about.getStyleClass().add("about");
            about.setMinWidth(0);
            note.getStyleClass().add("about");
            note.setMinWidth(0);
            key.getStyleClass().add("key-hint");
            key.setMinWidth(Region.USE_PREF_SIZE);
            name.getStyleClass().add("text-second");
            name.setMinWidth(Region.USE_PREF_SIZE);
            HBox.setHgrow(space, Priority.ALWAYS);
            selectedProperty().subscribe(on -> line.pseudoClassStateChanged(ON, on));
            setOnMouseClicked(event -> {
                if (getItem() != null) {
                    take(getItem(), event.isShortcutDown());
                }
            });
        }

        @Override
        protected void updateItem(@Nullable PaletteEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            line.setVisible(!empty && entry != null);
            if (empty || entry == null) {
                setAccessibleText("");
                return;
            }
            show(entry);
            setAccessibleText(spoken(entry));
        }

        private void show(PaletteEntry entry) {
            icon.setIconCode(
                    switch (entry.sort()) {
                        case COMMAND -> Octicons.CHEVRON_RIGHT_16;
                        case PAGE -> Octicons.ARROW_RIGHT_16;
                        case PLACE -> Octicons.GEAR_16;
                        case INSTANCE -> Octicons.SERVER_16;
                        case LABEL -> Octicons.TAG_16;
                        case ITEM -> Octicons.FILE_16;
                        case TASK -> Octicons.SYNC_16;
                        case HELP -> Octicons.QUESTION_16;
                    });
            var forecast = model.forecast(entry);
            var forbidden = forecast.forbidden();
            title.setText(entry.title());
            about.setText(entry.about());
            note.setText(forbidden.or(forecast::asks).orElse(""));
            key.setText(entry.key());
            shown(key, !entry.key().isEmpty());
            entry.target().ifPresent(tile::show);
            name.setText(entry.target().map(Instance::name).orElse(""));
            shown(tile, entry.target().isPresent());
            shown(name, entry.target().isPresent());
            line.pseudoClassStateChanged(FORBIDDEN, forbidden.isPresent());
        }

        private String spoken(PaletteEntry entry) {
            return entry.target()
                    .map(instance -> window.texts().text("palette.spoken", entry.title(), instance.name()))
                    .orElse(entry.title());
        }

        private static void shown(javafx.scene.Node node, boolean shown) {
            node.setVisible(shown);
            node.setManaged(shown);
        }
    }
}
