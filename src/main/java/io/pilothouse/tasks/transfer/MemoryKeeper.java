package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Opinion;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryPersonalRepository.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Stores what other programs remembered. Nothing that a person said here is ever replaced, and nothing
/// is stored twice.
public final class MemoryKeeper {

    private final CycleRepository cycles;
    private final LibraryPersonalRepository personal;
    private final Clock clock;

    public MemoryKeeper(CycleRepository cycles, LibraryPersonalRepository personal, Clock clock) {
        this.cycles = cycles;
        this.personal = personal;
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
        keepOpinions(instance, memory);
        keepEvents(instance, memory);
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

    private void keepOpinions(Instance instance, Memory memory) {
        if (memory.said().isEmpty()) {
            return;
        }
        var known =
                personal
                        .opinions(memory.said().stream()
                                .map(said -> key(instance, said.type(), said.id()))
                                .toList())
                        .stream()
                        .map(Opinion::key)
                        .collect(Collectors.toSet());
        var now = clock.instant();
        for (var said : memory.said()) {
            var key = key(instance, said.type(), said.id());
            if (known.contains(key)) {
                continue;
            }
            if (said.rating().isPresent()) {
                personal.rate(key, said.rating(), now);
            }
            if (said.favourite()) {
                personal.favourite(key, true, now);
            }
            if (said.resumeMillis() > 0) {
                personal.resume(key, said.resumeMillis(), now);
            }
        }
    }

    private void keepEvents(Instance instance, Memory memory) {
        if (memory.seen().isEmpty()) {
            return;
        }
        record Moment(EntityKey key, String what, Instant at) {
            static Moment of(Event event) {
                return new Moment(event.key(), event.what(), event.at());
            }
        }
        Set<Moment> known =
                personal.events().stream().map(Moment::of).collect(Collectors.toCollection(java.util.HashSet::new));
        for (var seen : memory.seen()) {
            var key = key(instance, seen.type(), seen.id());
            if (known.add(new Moment(key, seen.what(), seen.at()))) {
                personal.add(key, seen.what(), seen.at(), seen.seconds());
            }
        }
    }

    private static EntityKey key(Instance instance, EntityType type, long id) {
        return new EntityKey(instance.num(), type, id);
    }
}
