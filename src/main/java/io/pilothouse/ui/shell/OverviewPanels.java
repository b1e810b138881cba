package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.scene.Node;

/// What a kind adds to the overview of its instances.
///
/// @param open makes the panels of one instance, for good
public record OverviewPanels(Predicate<KindId> appliesTo, Function<InstanceId, Panels> open) {

    /// The panels of one instance. FX thread only.
    public interface Panels {

        /// @return cards that stand above latency, beside the facts; the first grows
        List<Node> above();

        /// @return cards that stand below latency, in place of the latest changes of state; empty to leave those
        List<Node> below();

        /// The overview came on screen.
        void shown();

        /// It left it: ask for nothing more.
        void hidden();
    }
}
