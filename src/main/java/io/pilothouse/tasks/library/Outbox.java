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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes on one server what a person decided here, one order after the other. A value that somebody
/// changed on the server meanwhile is not overwritten; an event whose outcome is unclear is looked for
/// before it is sent again.
final class Outbox {

    private static final Duration AGAIN = Duration.ofMinutes(1);
    /// So many are written in a second at most (contract for Stash, section 16).
    private static final int A_SECOND = 5;
    /// So many scenes get a value at once.
    private static final int AT_ONCE = 200;
    private static final Set<String> OF_MANY = Set.of("rating", "organized");

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
        var due = new ArrayDeque<>(due(orders, time.instant()));
        int all = due.size();
        while (!due.isEmpty()) {
            done += together(alike(due));
            task.progress(all - due.size(), all);
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

    /// @return the next one, with those right behind it that give other scenes the same value
    private static List<Order> alike(ArrayDeque<Order> due) {
        var first = due.removeFirst();
        var some = new ArrayList<>(List.of(first));
        var keys = new HashSet<>(Set.of(first.key()));
        while (first.key().type() == EntityType.SCENE
                && OF_MANY.contains(first.op())
                && some.size() < AT_ONCE
                && due.peekFirst() instanceof Order next
                && next.key().type() == EntityType.SCENE
                && next.op().equals(first.op())
                && next.value().equals(first.value())
                && keys.add(next.key())) {
            some.add(due.removeFirst());
        }
        return some;
    }

    private int together(List<Order> orders) throws ConnectorException, InterruptedException {
        var first = orders.getFirst();
        var done = orders;
        try {
            if (first.event()) {
                event(first);
            } else {
                done = value(orders);
            }
        } catch (ConnectorException e) {
            if (e.code() == FaultCode.REFUSED) { // this one; the others may do well
                if (orders.size() > 1) { // all or nothing
                    int sum = 0;
                    for (var each : orders) {
                        sum += together(List.of(each));
                    }
                    return sum;
                }
                personal.mark(first.number(), "failed", e.problem().summary(), time.instant());
                task.itemFailed(e.problem());
                return 0;
            }
            boolean unclear = first.event() && e.code() != FaultCode.THROTTLED; // looked up before it is sent again
            for (var order : orders) {
                var state = unclear ? "sending" : order.state();
                personal.mark(
                        order.number(),
                        state,
                        e.problem().summary(),
                        time.instant().plus(AGAIN));
            }
            throw e;
        }
        for (var order : done) {
            personal.mark(order.number(), "done", "", time.instant());
        }
        if (first.event() && !first.back()) {
            personal.pushed(first.key(), first.op(), Instant.parse(first.value()));
        }
        if (!done.isEmpty()) {
            task.effect("written", done.size());
            readAgain(done);
        }
        return done.size();
    }

    /// A play or an O: sent with its own time, so that it can be found on the server, also to take it back.
    private void event(Order order) throws ConnectorException, InterruptedException {
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
        personal.mark(order.number(), "sending", "", time.instant());
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

    /// @param orders of one type, with one value
    /// @return those that were written
    private List<Order> value(List<Order> orders) throws ConnectorException, InterruptedException {
        var first = orders.getFirst();
        var type = first.key().type();
        var found =
                line.find(type, orders.stream().map(order -> order.key().id()).toList());
        var things = found.things().stream().collect(Collectors.toMap(RemoteEntity::id, thing -> thing));
        var ready = new ArrayList<Order>();
        for (var order : orders) {
            var there = things.get(order.key().id());
            if (there == null) {
                personal.mark(
                        order.number(),
                        "failed",
                        found.unreadable().contains(order.key().id())
                                ? "The server fails at it."
                                : "It is not on the server any more.",
                        time.instant());
            } else if (mayWrite(order, present(there, order.op()))) {
                ready.add(order);
            }
        }
        if (ready.isEmpty()) {
            return ready;
        }
        if (first.op().equals("resume")) {
            write(() -> line.saveResume(first.key().id(), Double.parseDouble(first.value())));
            return ready;
        }
        var values = new java.util.HashMap<String, @org.jspecify.annotations.Nullable Object>();
        values.put(field(type, first.op()), typed(first));
        if (ready.size() == 1) {
            write(() -> line.update(type, ready.getFirst().key().id(), values));
        } else {
            write(() -> line.updateScenes(
                    ready.stream().map(order -> order.key().id()).toList(), values));
        }
        return ready;
    }

    private boolean mayWrite(Order order, String present) {
        if (order.base().equals(LibraryPersonalRepository.ANYTHING)
                || present.equals(order.base())
                || present.equals(order.value())) {
            return true;
        }
        personal.mark(
                order.number(),
                "conflict",
                "It was changed on the server meanwhile, to “" + present + "”.",
                time.instant());
        return false;
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

    private void readAgain(List<Order> orders) throws ConnectorException, InterruptedException {
        var key = orders.getFirst().key();
        var found = line.find(
                key.type(), orders.stream().map(order -> order.key().id()).toList());
        store.write(key.instance(), key.type(), found.things(), found.served(), Optional.empty(), time.instant());
    }
}
