package io.pilothouse.ui.action;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.List;
import java.util.function.Predicate;

/// Finds things by words in an instance itself, for what is not stored. Only when a person asks for it.
///
/// @param kinds whose instances can be asked
public record AskedSearch(Predicate<KindId> kinds, Asking asking) {

    /// Asks one instance.
    @FunctionalInterface
    public interface Asking {

        /// On a background thread; may block on the network.
        ///
        /// @return the best first, at most `limit`
        List<FoundItem> find(InstanceId instance, String words, int limit) throws Exception;
    }
}
