package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StyleClasses;
import io.pilothouse.ui.table.CellDrawing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The colour of a brand as a dot before its name; nothing where it has none. FX thread only.
final class BrandMark extends Region {

    BrandMark() {
        getStyleClass().setAll("amc-brand");
    }

    private BrandMark show(IdentityColour colour) {
        StyleClasses.exchange(this, "identity-", "", Monogram.styleClass(colour));
        return this;
    }

    static BrandMark of(IdentityColour colour) {
        return new BrandMark().show(colour);
    }

    /// Shows the values of a box with their colours.
    ///
    /// @param colour of a value
    static <T> void dress(ComboBox<T> box, Function<T, Optional<IdentityColour>> colour) {
        box.setCellFactory(_ -> new Cell<>(box, colour));
        box.setButtonCell(new Cell<>(box, colour));
    }

    private static final class Cell<T> extends ListCell<T> {
        private final ComboBox<T> box;
        private final Function<T, Optional<IdentityColour>> colour;
        private final BrandMark mark = new BrandMark();

        Cell(ComboBox<T> box, Function<T, Optional<IdentityColour>> colour) {
            this.box = box;
            this.colour = colour;
        }

        @Override
        protected void updateItem(@Nullable T item, boolean empty) {
            super.updateItem(item, empty);
            setText(item == null || empty ? null : box.getConverter().toString(item));
            var shown = item == null || empty ? Optional.<IdentityColour>empty() : colour.apply(item);
            setGraphic(shown.isPresent() ? mark.show(shown.get()) : null);
        }
    }

    /// The brands of a row, by their names.
    static final class Names<R> implements CellDrawing<R> {
        private final Amc amc;
        private final Function<R, List<String>> names;
        private final HBox box = new HBox(10);
        private final List<Label> labels = new ArrayList<>();

        Names(Amc amc, Function<R, List<String>> names) {
            this.amc = amc;
            this.names = names;
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(R row) {
            var shown = names.apply(row);
            while (labels.size() < shown.size()) {
                labels.add(label());
            }
            for (int i = 0; i < shown.size(); i++) {
                var label = labels.get(i);
                label.setText(shown.get(i));
                var colour = colour(amc, shown.get(i));
                label.setContentDisplay(colour.isPresent() ? ContentDisplay.LEFT : ContentDisplay.TEXT_ONLY);
                colour.ifPresent(((BrandMark) label.getGraphic())::show);
            }
            if (box.getChildren().size() != shown.size()) {
                box.getChildren().setAll(labels.subList(0, shown.size()));
            }
        }

        private static Label label() {
            var label = new Label(null, new BrandMark());
            label.setGraphicTextGap(6);
            return label;
        }
    }

    /// @return the colour that the brand of this name has now
    static Optional<IdentityColour> colour(Amc amc, String name) {
        return amc.brands().known().get().stream()
                .filter(it -> it.isCalled(name))
                .findFirst()
                .flatMap(Brand::colour);
    }
}
