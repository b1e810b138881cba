package io.pilothouse.ui.action;

import java.util.List;

/// Finds things of services by words, in what is stored. For the palette.
@FunctionalInterface
public interface ItemSearch {

    /// On a background thread; may block on the store, not on the network.
    ///
    /// @return the best first, at most `limit`
    List<FoundItem> find(String words, int limit) throws Exception;
}
