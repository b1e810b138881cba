package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.ShownState;
import java.util.List;

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

    /// @param text what the button says
    public record Offer(String text, Runnable run) {}

    public Banner {
        offers = List.copyOf(offers);
    }
}
