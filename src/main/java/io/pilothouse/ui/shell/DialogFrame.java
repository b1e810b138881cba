package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.Instance;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;

/// What stands in a dialog.
///
/// @param id       id of the dialog's node
/// @param about    the instance it was opened for, captured: gives the band
/// @param width    of the dialog; the height follows the content
/// @param footLeft  nodes at the left of the foot
/// @param footRight buttons, the default one last
/// @param mayClose asked before it closes by Esc or ×; may open a question itself
/// @param closed   called once after it closed
/// @param holds    whether what is typed into it would be lost when it closes: then it asks
public record DialogFrame(
        String id,
        String title,
        Optional<Instance> about,
        double width,
        Node body,
        List<Node> footLeft,
        List<Node> footRight,
        BooleanSupplier mayClose,
        Runnable closed,
        boolean holds) {

    /// One that asks before what was typed into it is lost.
    public DialogFrame(
            String id,
            String title,
            Optional<Instance> about,
            double width,
            Node body,
            List<Node> footLeft,
            List<Node> footRight) {
        this(id, title, about, width, body, footLeft, footRight, () -> true, () -> {});
    }

    public DialogFrame(
            String id,
            String title,
            Optional<Instance> about,
            double width,
            Node body,
            List<Node> footLeft,
            List<Node> footRight,
            BooleanSupplier mayClose,
            Runnable closed) {
        this(id, title, about, width, body, footLeft, footRight, mayClose, closed, true);
    }

    public DialogFrame {
        footLeft = List.copyOf(footLeft);
        footRight = List.copyOf(footRight);
    }

    /// The same, with the name of its instance in the title, for one whose content does not say it.
    public DialogFrame named() {
        var named = about.map(instance -> title + " · " + instance.name()).orElse(title);
        return new DialogFrame(id, named, about, width, body, footLeft, footRight, mayClose, closed, holds);
    }

    /// The same, in which typing only finds or confirms something, or takes effect at once.
    public DialogFrame losingNothing() {
        return new DialogFrame(id, title, about, width, body, footLeft, footRight, mayClose, closed, false);
    }
}
