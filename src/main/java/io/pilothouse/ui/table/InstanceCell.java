package io.pilothouse.ui.table;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.ui.common.Monogram;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// The instance a row is about, with its tile.
public final class InstanceCell<R> implements CellDrawing<R> {

    private final Function<R, Optional<Instance>> instance;
    private final Function<R, String> name;
    private final Monogram tile;
    private final Label label = new Label();
    private final HBox box;

    /// @param name what is said, also where the row is about no instance
    public InstanceCell(Function<R, Optional<Instance>> instance, Function<R, String> name) {
        this(Monogram.Size.NORMAL, instance, name);
    }

    public InstanceCell(Monogram.Size size, Function<R, Optional<Instance>> instance, Function<R, String> name) {
        this.instance = instance;
        this.name = name;
        tile = new Monogram(size);
        tile.getStyleClass().add(Monogram.NAMED);
        box = new HBox(8, tile, label);
        label.setMinWidth(0);
        box.setAlignment(Pos.CENTER_LEFT);
    }

    /// Stands so many pixels further right.
    public InstanceCell<R> inset(double pixels) {
        box.setPadding(new Insets(0, 0, 0, pixels));
        return this;
    }

    /// @param id whom a row is about
    public static <R> InstanceCell<R> of(Instances instances, Function<R, InstanceId> id) {
        return new InstanceCell<>(
                row -> instances.find(id.apply(row)),
                row -> instances
                        .find(id.apply(row))
                        .map(Instance::name)
                        .orElse(id.apply(row).value()));
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public void show(R row) {
        var shown = instance.apply(row);
        tile.setVisible(shown.isPresent());
        tile.setManaged(shown.isPresent());
        shown.ifPresent(tile::show);
        label.setText(name.apply(row));
    }
}
