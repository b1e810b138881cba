package io.pilothouse.tasks.schedule;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The regular work of several keepers as one plan: who keeps a piece of it does what a person may do about
/// its turns.
public final class JoinedSchedules implements Schedules, AutoCloseable {

    private final List<Schedules> all;
    private final Published<List<Planned>> plan = new Published<>(List.of());
    private final List<Subscription> subscriptions;

    /// @param all of which no two know the same key
    public JoinedSchedules(List<Schedules> all) {
        this.all = List.copyOf(all);
        subscriptions = all.stream()
                .map(one -> one.plan().subscribe(Runnable::run, _ -> plan.update(_ -> joined())))
                .toList();
    }

    private List<Planned> joined() {
        return all.stream()
                .flatMap(one -> one.plan().get().stream())
                .sorted(Planned.BY_NEXT)
                .toList();
    }

    @Override
    public Published<List<Planned>> plan() {
        return plan;
    }

    @Override
    public List<Turn> turns(Instant from, Instant until) {
        return all.stream()
                .flatMap(one -> one.turns(from, until).stream())
                .sorted(Comparator.comparing(Turn::at).thenComparing(Turn::key))
                .toList();
    }

    @Override
    public List<PastTurn> past(Instant since) {
        return all.stream()
                .flatMap(one -> one.past(since).stream())
                .sorted(Comparator.comparing(PastTurn::claimedAt).reversed())
                .toList();
    }

    @Override
    public void runNow(String key) throws ProblemException {
        keeper(key).runNow(key);
    }

    @Override
    public Instant skipNext(String key) throws ProblemException {
        return keeper(key).skipNext(key);
    }

    @Override
    public Instant skipHeld(String key) throws ProblemException {
        return keeper(key).skipHeld(key);
    }

    @Override
    public void releaseOnce(String key) throws ProblemException {
        keeper(key).releaseOnce(key);
    }

    /// @return who says that it is gone where nobody knows it
    private Schedules keeper(String key) {
        return Stream.concat(all.stream().filter(one -> knows(one, key)), all.stream())
                .findFirst()
                .orElseThrow();
    }

    private static boolean knows(Schedules one, String key) {
        return one.plan().get().stream().anyMatch(planned -> planned.key().equals(key));
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }
}
