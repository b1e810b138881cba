package io.pilothouse.tasks.library;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.store.LibraryUpkeep;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.util.OptionalLong;

/// Keeps the library small and right, a slice at a time (contract for Stash, 13.5, 13.8 and 13.11).
final class LibraryTidying {

    /// So long a thing that went away on its server is waited for.
    private static final Duration WAITED_FOR = Duration.ofDays(90);

    private final LibraryRepository store;
    private final PictureCache pictures;
    private final SaidOfGone said;
    private final Time time;

    LibraryTidying(LibraryRepository store, PictureCache pictures, SaidOfGone said, Time time) {
        this.store = store;
        this.pictures = pictures;
        this.said = said;
        this.time = time;
    }

    /// Deletes what is left of instances that are gone for good. What was said of their things is written out
    /// before, and stays in the store for as long as a thing that went away is waited for.
    ///
    /// @return how many instances were tidied up
    int tidyUp() throws InterruptedException {
        int tidied = 0;
        for (var number : store.removals().orphaned()) {
            said.writeOut(number);
            while (store.removals().deleteSlice(number, time.instant())) {
                stopWhenAsked();
            }
            pictures.forget(number);
            tidied++;
        }
        return tidied;
    }

    /// Counts anew, forgets what has been away for long, and tells the store how the library is filled.
    ///
    /// @return whether anything is another than before
    boolean upkeep(TaskContext context) throws InterruptedException {
        context.line("counting anew");
        long wrong = recount();
        if (wrong > 0) {
            context.line(wrong + " counts were wrong and are right now");
            context.effect("corrected", wrong);
        }
        context.line("forgetting what has been away for " + WAITED_FOR.toDays() + " days");
        long forgotten = forget();
        if (forgotten > 0) {
            context.effect("forgotten", forgotten);
        }
        int said = store.removals().forgetSaid(time.instant().minus(WAITED_FOR));
        if (said > 0) {
            context.effect("forgotten", said);
            forgotten += said;
        }
        store.upkeep().analyse();
        return wrong + forgotten > 0;
    }

    private long recount() throws InterruptedException {
        long wrong = 0;
        for (var type : EntityType.values()) {
            wrong += store.upkeep().recountTotals(type);
            stopWhenAsked();
        }
        for (var type : LibraryUpkeep.types()) {
            var after = OptionalLong.of(0);
            while (after.isPresent()) {
                var slice = store.upkeep().recount(type, after.getAsLong());
                wrong += slice.wrong();
                after = slice.last();
                stopWhenAsked();
            }
        }
        return wrong;
    }

    private long forget() throws InterruptedException {
        var now = time.instant();
        long forgotten = 0;
        for (var type : EntityType.values()) {
            int some;
            do {
                some = store.removals().forget(type, now.minus(WAITED_FOR), now);
                forgotten += some;
                stopWhenAsked();
            } while (some > 0);
        }
        return forgotten;
    }

    private static void stopWhenAsked() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
