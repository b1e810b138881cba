package io.pilothouse.tasks.arr;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.arr.Child;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.TaskContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Libraries, calendars and upkeep of the *arr apps. Methods block: call them from a task.
public interface Shelves {

    /// The library as it was last read; nobody is asked.
    Shelf stored(InstanceId id);

    /// Reads the library and stores it.
    Shelf read(InstanceId id) throws ProblemException, InterruptedException;

    /// @return the same title on other instances
    List<Copy> elsewhere(InstanceId id, Title title);

    /// @param words in lower case
    /// @return titles of all libraries, as they were last read, whose names have them
    List<Copy> named(String words, int limit);

    /// The episodes, albums or books of one title; of a film none.
    List<Child> children(InstanceId id, ItemKey parent) throws ProblemException, InterruptedException;

    /// What the app did with one title or item, newest first.
    List<Past> past(InstanceId id, ItemKey item) throws ProblemException, InterruptedException;

    /// By what the app decides and where it looks.
    Setup setup(InstanceId id) throws ProblemException, InterruptedException;

    List<Coming> calendar(InstanceId id, Instant from, Instant until, boolean unmonitored)
            throws ProblemException, InterruptedException;

    Upkeep upkeep(InstanceId id) throws ProblemException, InterruptedException;

    /// Has one of the app's own chores done now.
    void doNow(InstanceId id, Upkeep.Chore chore, Consent consent) throws ProblemException, InterruptedException;

    /// Switches on or off whether the app looks for titles or items, all of one type; can be taken back.
    void monitor(InstanceId id, Collection<ItemKey> items, boolean monitored, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    /// Asks the indexers for releases of one item: slow, and costs them a query.
    List<Release> releases(InstanceId id, ItemKey item) throws ProblemException, InterruptedException;

    void grab(InstanceId id, Release release, Consent consent) throws ProblemException, InterruptedException;

    /// @param readAt empty when it was never read
    record Shelf(List<Title> titles, Optional<Instant> readAt) {}

    record Copy(InstanceId instance, Title title) {}
}
