package io.pilothouse.tasks.schedule;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All regular background work with its turns, and what a person may do about one. Thread-safe.
public interface Schedules {

    /// All work with its next turn, the next one first; replaced when it changes.
    Published<List<Planned>> plan();

    /// The turns to come in `[from, until)` of all work, in order of time; of one that comes very often
    /// only the first [#MOST_TURNS].
    List<Turn> turns(Instant from, Instant until);

    /// Turns dealt with since `since`, newest first. Reads the store.
    List<PastTurn> past(Instant since);

    /// Gives the work a turn now, unless it [Trait#ASKS], or lets one begin that waits because of what the computer
    /// runs on. Guards, health
    /// and pauses hold it as any other.
    ///
    /// @throws ProblemException with `not-found` for work that is gone, `bad-value` for work that runs or waits
    void runNow(String key) throws ProblemException;

    /// Leaves out the next turn, for good. Blocks on the store.
    ///
    /// @return the turn left out
    /// @throws ProblemException with `not-found` for work that is gone or has no turn
    Instant skipNext(String key) throws ProblemException;

    /// Lets a turn begin that waits for the release of its Guarded instance; later ones wait again.
    ///
    /// @throws ProblemException with `not-found` for work that does not wait for one
    void releaseOnce(String key) throws ProblemException;

    /// Leaves out a turn that is held; the next one comes at its time.
    ///
    /// @return the turn
    /// @throws ProblemException if none is held any more
    default Instant skipHeld(String key) throws ProblemException {
        throw notHeld(title(key));
    }

    /// @return what planned work calls itself; its key where it is gone
    default String title(String key) {
        return plan().get().stream()
                .filter(planned -> planned.key().equals(key))
                .findFirst()
                .map(Planned::title)
                .orElse(key);
    }

    /// @param title of work whose turn was held
    static ProblemException notHeld(String title) {
        return new ProblemException(new Problem(
                ProblemCode.NOT_FOUND, "\"" + title + "\" is not held any more.", "Look at the list again."));
    }

    int MOST_TURNS = 100;

    /// How keys of rules begin.
    String RULES = "cycle/";

    /// How one piece of work stands.
    ///
    /// @param key     names it over restarts; before the first `/` what it is
    /// @param kind    stable name of its tasks
    /// @param nextAt  its next turn; empty when it has none
    /// @param missed  what becomes of turns that passed while nobody could run them
    /// @param waiting why a turn that came does not run yet
    /// @param traits  what is not so with all work
    record Planned(
            String key,
            String kind,
            String title,
            Optional<InstanceId> instance,
            Optional<Instant> nextAt,
            MissedTurns missed,
            boolean running,
            Optional<String> waiting,
            Set<Trait> traits) {

        public Planned(
                String key,
                String kind,
                String title,
                Optional<InstanceId> instance,
                Optional<Instant> nextAt,
                MissedTurns missed,
                boolean running,
                Optional<String> waiting) {
            this(key, kind, title, instance, nextAt, missed, running, waiting, Set.of());
        }

        /// The next turn first.
        public static final Comparator<Planned> BY_NEXT = Comparator.comparing(
                        (Planned one) -> one.nextAt().orElse(Instant.MAX))
                .thenComparing(Planned::key);

        /// @return whether it is a rule of its instance, which can be tried
        public boolean ofRule() {
            return key.startsWith(RULES);
        }

        public boolean is(Trait trait) {
            return traits.contains(trait);
        }
    }

    /// What is not so with all planned work.
    enum Trait {
        /// A turn came, and its instance is Guarded.
        WAITS_FOR_RELEASE,
        /// It looks all the time: there is no turn to come, and none to leave out.
        OFTEN,
        /// Who gives it a turn sees first what it would do, and answers the guards.
        ASKS
    }

    /// @return of a turn now of work that [Trait#ASKS]
    static ProblemException asksFirst(String title) {
        return new ProblemException(new Problem(
                ProblemCode.CONFIRM,
                "\"" + title + "\" shows first what it would do.",
                "Run it on the page of its instance."));
    }

    record Turn(String key, Optional<InstanceId> instance, Instant at) {}

    /// @param outcome how it ended, for example `SUCCEEDED`, `MISSED_SUPERSEDED`; empty while it runs
    record PastTurn(
            String key,
            Optional<InstanceId> instance,
            Instant due,
            Instant claimedAt,
            Optional<Instant> endedAt,
            Optional<String> outcome) {}
}
