package io.pilothouse.connectors;

import io.pilothouse.domain.arr.Child;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// A connector whose service keeps a library of titles and a calendar. All calls block and may be
/// interrupted.
public interface KeepsTitles {

    /// The whole library: heavy, so ask rarely.
    List<Title> library() throws ConnectorException, InterruptedException;

    /// The episodes, albums or books of one title; of a film none.
    ///
    /// @param parent of [Title#item()]
    List<Child> children(ItemKey parent) throws ConnectorException, InterruptedException;

    /// What the service did with one title or item, newest first.
    List<Past> past(ItemKey item) throws ConnectorException, InterruptedException;

    /// By what the service decides and where it looks.
    Setup setup() throws ConnectorException, InterruptedException;

    /// What comes out in a span, by time.
    List<Coming> calendar(Instant from, Instant until, boolean unmonitored)
            throws ConnectorException, InterruptedException;

    /// Tasks, newest log lines, backups, folders and disks.
    Upkeep upkeep() throws ConnectorException, InterruptedException;

    /// Has one of the service's own chores done now.
    ///
    /// @param command of [Upkeep.Chore]
    /// @throws IllegalArgumentException for a command that is no chore but changes the service itself
    SearchesWanted.CommandState doNow(String command) throws ConnectorException, InterruptedException;

    /// Switches on or off whether the service looks for items.
    ///
    /// @param items all of one type
    void monitor(Collection<ItemKey> items, boolean monitored) throws ConnectorException, InterruptedException;

    /// Asks the indexers for releases of one item. Slow, and costs them a query.
    List<Release> releases(ItemKey item) throws ConnectorException, InterruptedException;

    /// Takes a release that [#releases] told of within the last half hour.
    void grab(Release release) throws ConnectorException, InterruptedException;
}
