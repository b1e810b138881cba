package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.util.List;
import java.util.Optional;

/// A line over the content of a window that stays while something is so.
///
/// @param sign     the shape in front of it
/// @param strong   what is so, in a few words
/// @param rest     what it means, one sentence, may be empty
/// @param offers   what a person can do about it
public record Banner(Kind kind, ShownState sign, String strong, String rest, List<Offer> offers) {

    public enum Kind {
        NOTICE,
        WARNING,
        DANGER
    }

    /// A button that runs an action.
    ///
    /// @param text     what it says
    /// @param action   id of the action
    /// @param instance captured for it
    public record Offer(String text, String action, Optional<InstanceId> instance) {}

    public Banner {
        offers = List.copyOf(offers);
    }
}
