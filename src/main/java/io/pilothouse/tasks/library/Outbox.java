package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryPersonalRepository.Order;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Writes on one server what a person decided here, one order after the other. A value that somebody
/// changed on the server meanwhile is not overwritten; an event whose outcome is unclear is looked for
/// before it is sent again.
final class Outbox {

    private static final Duration AGAIN = Duration.ofMinutes(1);
    /// So many are written in a second at most (contract for Stash, section 16).
    private static final int A_SECOND = 5;

    private final LibraryPersonalRepository personal;
    private final LibraryRepository store;
    private final Time time;
    private final LibraryLine line;
    private final TaskContext task;
    private final Patience patience;
    private final ArrayDeque<Instant> written = new ArrayDeque<>(A_SECOND);

    Outbox(LibraryPersonalRepository personal, LibraryRepository store, Time time, LibraryLine line, TaskContext task) {
        this.personal = personal;
        this.store = store;
        this.time = time;
        this.line = line;
        this.task = task;
        patience = Patience.writing(time);
    }

    /// One that is refused holds up no other; the task then ends as *Partly*.
    ///
    /// @return how many were carried out
    int send(List<Order> orders) throws ConnectorException, InterruptedException {
        int done = 0;
        var due = due(orders, time.instant());
        for (var order : due) {
            if (one(order)) {
                done++;
                task.effect("written", 1);
            }
            task.progress(done, due.size());
        }
        return done;
    }

    /// @param orders oldest first
    /// @return those that may be sent now: nothing overtakes what waits for its time at the same thing
    static List<Order> due(List<Order> orders, Instant now) {
        var held = new HashSet<EntityKey>();
        return orders.stream()
                .filter(order ->
                        !order.state().equals("conflict") && !order.state().equals("failed"))
                .filter(order -> {
                    if (order.notBefore().isAfter(now)) {
                        held.add(order.key());
                    }
                    return !held.contains(order.key());
                })
                .toList();
    }

    private boolean one(Order order) throws ConnectorException, InterruptedException {
        var now = time.instant();
        try {
            if (order.event()) {
                event(order, now);
            } else if (!value(order, now)) {
                return false;
            }
        } catch (ConnectorException e) {
            if (e.code() == FaultCode.REFUSED) { // this one; the others may do well
                personal.mark(order.number(), "failed", e.problem().summary(), now);
                task.itemFailed(e.problem());
                return false;
            }
            boolean unclear = order.event() && e.code() != FaultCode.THROTTLED; // looked up before it is sent again
            var state = unclear ? "sending" : order.state();
            personal.mark(order.number(), state, e.problem().summary(), now.plus(AGAIN));
            throw e;
        }
        personal.mark(order.number(), "done", "", now);
        if (order.event() && !order.back()) {
            personal.pushed(order.key(), order.op(), Instant.parse(order.value()));
        }
        readAgain(order.key());
        return true;
    }

    /// A play or an O: sent with its own time, so that it can be found on the server, also to take it back.
    private void event(Order order, Instant now) throws ConnectorException, InterruptedException {
        var at = Instant.parse(order.value());
        long scene = order.key().id();
        boolean o = order.what().equals("o");
        boolean look = order.back() || order.state().equals("sending");
        var there = look
                ? line.history(scene, o).stream()
                        .filter(event -> near(event, at))
                        .findFirst()
                : Optional.<Instant>empty();
        if (order.back() ? there.isEmpty() : there.isPresent()) {
            return; // it had arrived, only its answer was lost
        }
        personal.mark(order.number(), "sending", "", now);
        if (order.back()) {
            write(() -> line.deleteEvent(scene, o, there.get()));
        } else if (o) {
            write(() -> line.addO(scene, at));
        } else {
            write(() -> line.addPlay(scene, at));
        }
    }

    @FunctionalInterface
    private interface Writing {
        void make() throws ConnectorException, InterruptedException;
    }

    /// No faster than the server likes it, and again where it says that it could not.
    private void write(Writing writing) throws ConnectorException, InterruptedException {
        if (written.size() == A_SECOND) {
            patience.until(written.removeFirst().plusSeconds(1));
        }
        written.addLast(time.instant());
        patience.<Boolean>ask(() -> {
            writing.make();
            return true;
        });
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(Duration.ofSeconds(2)) <= 0;
    }

    /// @return whether it was written
    private boolean value(Order order, Instant now) throws ConnectorException, InterruptedException {
        var key = order.key();
        var found = line.find(key.type(), List.of(key.id()));
        var there = found.things().stream().findFirst();
        if (there.isEmpty()) {
            personal.mark(
                    order.number(),
                    "failed",
                    found.unreadable().isEmpty() ? "It is not on the server any more." : "The server fails at it.",
                    now);
            return false;
        }
        var present = present(there.get(), order.op());
        if (!order.base().equals(LibraryPersonalRepository.ANYTHING)
                && !present.equals(order.base())
                && !present.equals(order.value())) {
            personal.mark(
                    order.number(), "conflict", "It was changed on the server meanwhile, to “" + present + "”.", now);
            return false;
        }
        if (order.op().equals("resume")) {
            write(() -> line.saveResume(key.id(), Double.parseDouble(order.value())));
        } else {
            var values = new java.util.HashMap<String, @org.jspecify.annotations.Nullable Object>();
            values.put(field(key.type(), order.op()), typed(order));
            write(() -> line.update(key.type(), key.id(), values));
        }
        return true;
    }

    private static String field(EntityType type, String op) {
        boolean named = op.equals("title")
                && (type == EntityType.PERFORMER
                        || type == EntityType.STUDIO
                        || type == EntityType.TAG
                        || type == EntityType.GROUP);
        return named
                ? "name"
                : java.util.Objects.requireNonNull(LibraryLine.writable().get(op), op);
    }

    private static @org.jspecify.annotations.Nullable Object typed(Order order) {
        return switch (order.op()) {
            case "rating" -> order.value().isEmpty() ? null : Integer.valueOf(order.value());
            case "favourite", "organized" -> Boolean.valueOf(order.value());
            default -> order.value();
        };
    }

    private static String present(RemoteEntity thing, String op) {
        return switch (op) {
            case "rating" -> String.valueOf(thing.figures().rating());
            case "favourite" -> String.valueOf(thing.figures().favourite());
            case "organized" -> String.valueOf(thing.figures().organized());
            case "title" -> thing.title();
            case "resume" -> "";
            default -> thing.fields().getOrDefault(op, "");
        };
    }

    private void readAgain(EntityKey key) throws ConnectorException, InterruptedException {
        var found = line.find(key.type(), List.of(key.id()));
        store.write(key.instance(), key.type(), found.things(), found.served(), Optional.empty(), time.instant());
    }
}
