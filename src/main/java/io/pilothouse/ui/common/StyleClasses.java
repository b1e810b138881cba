package io.pilothouse.ui.common;

import javafx.css.Styleable;

/// Style classes that change with what is shown. A node whose classes stay as they are is not styled anew,
/// which is most of the work when a table of many rows changes. FX thread only.
public final class StyleClasses {

    private StyleClasses() {}

    /// Gives or takes one class.
    public static void set(Styleable node, String name, boolean wanted) {
        var classes = node.getStyleClass();
        if (wanted && !classes.contains(name)) {
            classes.add(name);
        } else if (!wanted) {
            classes.remove(name);
        }
    }

    /// Puts one class in the place of all others of its family.
    ///
    /// @param family how their names begin, for example `state-`
    /// @param kept   the one name that begins so and belongs to the node itself
    public static void exchange(Styleable node, String family, String kept, String wanted) {
        var classes = node.getStyleClass();
        if (!classes.contains(wanted)) {
            classes.removeIf(name -> name.startsWith(family) && !name.equals(kept));
            classes.add(wanted);
        }
    }
}
