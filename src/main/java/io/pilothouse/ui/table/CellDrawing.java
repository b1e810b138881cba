package io.pilothouse.ui.table;

import javafx.scene.Node;

/// A picture in the cells of a column. Made once for each visible cell and used again for other rows,
/// so it must show a row completely each time. FX thread only.
///
/// @param <R> the row
public interface CellDrawing<R> {

    /// @return the same node each time
    Node node();

    void show(R row);
}
