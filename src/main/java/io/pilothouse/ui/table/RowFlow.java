package io.pilothouse.ui.table;

import javafx.scene.control.Skin;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.TableViewSkin;
import javafx.scene.control.skin.VirtualFlow;

/// The lines of a table. Where the table was scrolled sideways, JavaFX only asks the cells for their layout and leaves
/// out all else that the same picture needed: lines would show rows of the list before, or stand where they stood
/// before, until something else happens.
final class RowFlow<R> extends VirtualFlow<TableRow<R>> {

    static <R> TableView<R> view() {
        return new TableView<>() {
            @Override
            protected Skin<?> createDefaultSkin() {
                return new TableViewSkin<>(this) {
                    @Override
                    protected VirtualFlow<TableRow<R>> createVirtualFlow() {
                        return new RowFlow<>();
                    }
                };
            }
        };
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        var first = getFirstVisibleCell();
        if (first == null || first.isNeedsLayout()) {
            super.layoutChildren();
        }
    }
}
