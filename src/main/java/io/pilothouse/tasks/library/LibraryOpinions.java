package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.Opinion;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.store.LibraryThings;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.library.Library.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/// What a person thinks of things and watched, and what of it is written back on the servers.
final class LibraryOpinions {

    private final LibraryServers servers;
    private final LibraryRepository store;
    private final LibraryQueries queries;
    private final LibraryPersonalRepository personal;
    private final LibraryLines lines;
    private final Guards guards;
    private final Time time;
    private final Runnable changed;

    LibraryOpinions(
            LibraryServers servers,
            LibraryRepository store,
            LibraryQueries queries,
            LibraryPersonalRepository personal,
            LibraryLines lines,
            Guards guards,
            Time time,
            Runnable changed) {
        this.servers = servers;
        this.store = store;
        this.queries = queries;
        this.personal = personal;
        this.lines = lines;
        this.guards = guards;
        this.time = time;
        this.changed = changed;
    }

    // --- thinking

    void rate(Collection<EntityKey> keys, OptionalInt rating) throws ProblemException {
        if (rating.isPresent() && (rating.getAsInt() < 1 || rating.getAsInt() > 100)) {
            throw LibraryServers.problem(
                    ProblemCode.BAD_VALUE,
                    "A rating is 1 to 100, not " + rating.getAsInt() + ".",
                    "Give a number from 1 to 100, or 0 to take the rating away.");
        }
        var now = time.instant();
        keys.forEach(key -> rate(key, rating, now));
        changed.run();
    }

    private void rate(EntityKey key, OptionalInt rating, Instant now) {
        int base = queries.things().told(key).map(LibraryThings.Told::rating).orElse(0);
        personal.rate(key, rating, now);
        if (LibraryFilter.Part.of(key.type()).contains(LibraryFilter.Part.RATING)) { // else servers know of none
            order(
                    key,
                    "rating",
                    rating.isPresent() ? String.valueOf(rating.getAsInt()) : "",
                    String.valueOf(base),
                    now);
        }
    }

    /// Only servers know what is organised: it is put up for them whatever is written by itself.
    int organize(Collection<EntityKey> keys, boolean yes) {
        var now = time.instant();
        int put = 0;
        for (var key : keys) {
            boolean otherwise = LibraryFilter.Organized.of(key.type())
                    && queries.things()
                            .copy(key)
                            .filter(copy -> copy.row().organized() != yes)
                            .isPresent();
            if (otherwise) {
                personal.order(key, "organized", String.valueOf(yes), String.valueOf(!yes), now);
                put++;
            }
        }
        changed.run();
        return put;
    }

    void favourite(EntityKey key, boolean yes) {
        var now = time.instant();
        personal.favourite(key, yes, now);
        if (key.type() == EntityType.PERFORMER || key.type() == EntityType.STUDIO || key.type() == EntityType.TAG) {
            boolean base = queries.things()
                    .told(key)
                    .map(LibraryThings.Told::favourite)
                    .orElse(!yes);
            order(key, "favourite", String.valueOf(yes), String.valueOf(base), now);
        }
        changed.run();
    }

    void watched(EntityKey key, double seconds) {
        var now = moment();
        personal.add(key, "play", now, seconds);
        event(key, "play", now);
        changed.run();
    }

    void counted(EntityKey key) {
        var now = moment();
        personal.add(key, "o", now, 0);
        event(key, "o", now);
        changed.run();
    }

    /// @return now, as exact as the store keeps it
    private Instant moment() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void takeBack(EntityKey key, String what) throws ProblemException {
        if (!personal.takeBack(key, what, time.instant())) {
            throw LibraryServers.problem(
                    ProblemCode.NOT_FOUND,
                    "Nothing was noted of it here that could be taken back.",
                    "What was watched elsewhere is changed on its server's own page.");
        }
        changed.run();
    }

    /// Servers keep the times of such events of scenes only.
    private void event(EntityKey key, String op, Instant now) {
        if (key.type() == EntityType.SCENE) {
            order(key, op, now.toString(), "", now);
        }
    }

    private void order(EntityKey key, String op, String value, String base, Instant now) {
        if (!store.journal().state(key.instance()).writeBack().equals("off")) {
            personal.order(key, op, value, base, now);
        } else if (!op.equals("play") && !op.equals("o")) {
            personal.supersede(key, op);
        }
    }

    List<Opinion> opinions() {
        return personal.opinions();
    }

    void writeBack(InstanceId id, String mode) throws ProblemException {
        if (!List.of("off", "manual", "automatic").contains(mode)) {
            throw LibraryServers.problem(
                    ProblemCode.BAD_VALUE, "There is no way “" + mode + "”.", "Choose off, manual or automatic.");
        }
        var instance = servers.named(id);
        store.journal()
                .save(instance.num(), store.journal().state(instance.num()).withWriteBack(mode));
        changed.run();
    }

    int push(InstanceId id, Consent consent, TaskContext context) throws ProblemException, InterruptedException {
        var instance = servers.named(id);
        var orders = personal.orders(instance.num());
        if (orders.isEmpty()) {
            return 0;
        }
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(id),
                        "write " + orders.size() + " ratings and other values on it",
                        orders.stream()
                                .limit(20)
                                .map(order -> order.op() + " "
                                        + servers.text(order.key()).orElse(""))
                                .toList(),
                        orders.size()),
                consent);
        try {
            return lines.use(instance, line -> new Outbox(personal, store, time, line, context).send(orders));
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        } finally {
            changed.run();
        }
    }

    /// @return how many orders may be sent to a server now without a person
    int sendable(Instance instance) {
        if (!store.journal().state(instance.num()).writeBack().equals("automatic")) {
            return 0;
        }
        return Outbox.due(personal.orders(instance.num()), time.instant()).size();
    }

    List<Waiting> waiting(InstanceId id) throws ProblemException {
        return personal.orders(servers.named(id).num()).stream()
                .map(order -> new Waiting(
                        order.number(),
                        order.key(),
                        queries.things()
                                .copy(order.key())
                                .map(LibraryCopy::title)
                                .orElse(""),
                        order.op(),
                        order.value(),
                        order.base(),
                        order.state(),
                        order.error(),
                        order.createdAt()))
                .toList();
    }

    void insist(InstanceId id, long order) throws ProblemException {
        personal.insist(servers.named(id).num(), order, time.instant());
        changed.run();
    }

    void drop(InstanceId id, long order) throws ProblemException {
        personal.drop(servers.named(id).num(), order);
        changed.run();
    }

    void give(EntityKey from, String field) throws ProblemException {
        if (!LibraryLine.writable().containsKey(field)) {
            throw LibraryServers.problem(
                    ProblemCode.BAD_VALUE,
                    "“" + field + "” cannot be written on a server.",
                    "Choose one of " + String.join(", ", LibraryLine.writable().keySet()) + ".");
        }
        var now = time.instant();
        var value = queries.things()
                .copy(from)
                .map(copy -> LibraryDecisions.value(copy, field))
                .orElse("");
        var everywhere = servers.everywhere();
        for (var other : queries.things().copiesOf(from, everywhere)) {
            if (!other.equals(from)) {
                personal.order(
                        other,
                        field,
                        value,
                        queries.things()
                                .copy(other)
                                .map(copy -> LibraryDecisions.value(copy, field))
                                .orElse(""),
                        now);
            }
        }
        changed.run();
    }

    boolean writable(String field) {
        return LibraryLine.writable().containsKey(field);
    }
}
