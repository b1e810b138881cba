package io.pilothouse.ui.shell;

import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;

/// A page that is open in a window. FX thread only.
public interface PageView {

    /// @return the same node each time
    Parent root();

    /// It is in the window now: subscribe, and ask for what is old.
    default void shown() {}

    /// It left the window and may come back: keep what the person sees, drop subscriptions and requests.
    default void hidden() {}

    /// It will not come back.
    default void close() {}

    /// @return a second line for the header; only used for pages of the program
    default ObservableValue<String> subtitle() {
        return new ReadOnlyStringWrapper("").getReadOnlyProperty();
    }

    /// @return when the service told what this page shows; empty where that was at the latest check
    default ObservableValue<Optional<Instant>> toldAt() {
        return new ReadOnlyObjectWrapper<Optional<Instant>>(Optional.empty()).getReadOnlyProperty();
    }

    /// @return the instances that a page of the program is about, shown in header, band and rail; empty
    ///         where it is about no choice of instances
    default Optional<Scope> scope() {
        return Optional.empty();
    }

    /// Puts the cursor into the page's filter field.
    ///
    /// @return whether it has one
    default boolean focusFilter() {
        return false;
    }

    /// @return where within the page a person is, for a window that is made anew; empty where there is one place
    default String spot() {
        return "";
    }

    /// Goes to where [#spot] said that a person was.
    default void goTo(String spot) {}

    /// @return whether text was typed here that is not stored yet: such a page is never thrown out
    default boolean halfTyped() {
        return false;
    }

    /// @return in words of a person what of it would be lost: "notes"; empty where the page itself says it
    default String typedWhat() {
        return "";
    }
}
