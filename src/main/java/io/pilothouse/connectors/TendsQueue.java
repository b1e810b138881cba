package io.pilothouse.connectors;

import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// A connector whose service has a queue of downloads that can be put right: imported by hand, taken out,
/// kept from coming back. All calls block and may be interrupted.
public interface TendsQueue {

    /// @return whether this version can keep a release from being grabbed again; older ones would only take
    ///     the download out
    boolean blocklists() throws ConnectorException, InterruptedException;

    /// Releases that may not be grabbed again.
    ///
    /// @param most newest first, so many
    List<Blocked> blocklist(int most) throws ConnectorException, InterruptedException;

    /// Lets releases be grabbed again.
    void unblock(Collection<Long> ids) throws ConnectorException, InterruptedException;

    /// The files of a finished download and what the service would do with each. Slow: it looks at them.
    List<Importable> importable(String downloadId) throws ConnectorException, InterruptedException;

    /// Imports files as [#importable] described them.
    ///
    /// @return the command
    SearchesWanted.CommandState importNow(List<Importable> files) throws ConnectorException, InterruptedException;

    record Blocked(long id, Instant at, String title, String indexer, String message, List<ItemKey> items) {}

    /// @param where      what it belongs to, empty when the service does not know
    /// @param objections why the service would not import it by itself; empty for none
    /// @param wire       the service's own description, given back to it unchanged
    record Importable(String path, List<ItemKey> where, List<String> objections, Object wire) {

        /// @return whether it can be imported without a person
        public boolean clear() {
            return objections.isEmpty() && !where.isEmpty();
        }
    }
}
