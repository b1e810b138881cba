package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Opinion;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.Database;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryPersonalRepository.Event;
import java.time.Clock;
import java.util.Optional;

/// Stores what other programs remembered. Nothing that a person said here is ever replaced, and nothing
/// is stored twice.
final class MemoryKeeper {

    private final CycleRepository cycles;
    private final LibraryPersonalRepository personal;
    private final Clock clock;

    MemoryKeeper(Database database, Clock clock) {
        cycles = new CycleRepository(database);
        personal = new LibraryPersonalRepository(database);
        this.clock = clock;
    }

    /// @param added whether the instance came with this import; searches of one that was here are its own
    void keep(Instance instance, Memory memory, boolean added) {
        if (added && (!memory.rests().isEmpty() || !memory.asked().isEmpty())) {
            cycles.searches()
                    .remember(
                            instance.id(),
                            memory.rests(),
                            memory.asked().stream()
                                    .map(asked -> entry(instance, asked))
                                    .toList());
        }
        if (!memory.said().isEmpty() || !memory.seen().isEmpty()) {
            var now = clock.instant();
            personal.takeOver(
                    memory.said().stream()
                            .filter(MemoryKeeper::saysSomething)
                            .map(said -> new Opinion(
                                    key(instance, said.type(), said.id()),
                                    said.rating(),
                                    said.favourite(),
                                    false,
                                    said.resumeMillis(),
                                    "",
                                    now))
                            .toList(),
                    memory.seen().stream()
                            .map(seen -> new Event(
                                    0,
                                    key(instance, seen.type(), seen.id()),
                                    seen.what(),
                                    seen.at(),
                                    seen.seconds(),
                                    false))
                            .toList());
        }
    }

    private static boolean saysSomething(Memory.Said said) {
        return said.rating().isPresent() || said.favourite() || said.resumeMillis() > 0;
    }

    private LedgerEntry entry(Instance instance, Memory.Asked asked) {
        return new LedgerEntry(
                0,
                instance.id(),
                asked.rule(),
                asked.item(),
                asked.title(),
                asked.at(),
                LedgerEntry.IMPORTED,
                LedgerEntry.Outcome.UNSETTLED,
                "",
                "",
                Optional.of(asked.at()),
                "Searched by Huntarr; imported.");
    }

    private static EntityKey key(Instance instance, EntityType type, long id) {
        return new EntityKey(instance.num(), type, id);
    }
}
