package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.LibraryLine.Row;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.store.LibraryJournal;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.library.SyncReport.Mode;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One server while it is read: what the parts of a synchronisation share.
final class ServerReading {

    static final int PAGE = 500;
    static final int SMALL_PAGE = 1_000;
    static final int LISTING_PAGE = 5_000;
    private static final int IDS = 100;

    final LibraryRepository store;
    final LibraryJournal journal;
    final Time time;
    final Instance instance;
    final int num;
    final LibraryLine line;
    final TaskContext task;
    final Patience patience;
    final SyncReport.Builder report;
    private boolean known;

    ServerReading(
            LibraryRepository store, Time time, Instance instance, LibraryLine line, Mode mode, TaskContext task) {
        this.store = store;
        this.journal = store.journal();
        this.time = time;
        this.instance = instance;
        this.num = instance.num();
        this.line = line;
        this.task = task;
        this.patience = Patience.reading(time);
        this.report = new SyncReport.Builder(mode, time.instant());
    }

    /// Tells whether this is the library it was: before anything is written or deleted.
    void guard() throws ConnectorException, InterruptedException, ProblemException {
        if (known) {
            return;
        }
        var samples = journal.samples(num).stream()
                .map(it -> new LibraryLine.Sample(it.type(), it.id(), it.createdRaw(), it.content()))
                .toList();
        if (!samples.isEmpty()) {
            var there = new HashSet<>(patience.ask(() -> line.samples(samples)));
            long different =
                    samples.stream().filter(sample -> !there.contains(sample)).count();
            long others =
                    there.stream().filter(sample -> !samples.contains(sample)).count();
            if (others * 3 > samples.size()) { // what was said of a thing would be taken for another's
                throw new ProblemException(
                        new Problem(
                                ProblemCode.IDENTITY_CHANGED,
                                instance.name()
                                        + " answers with another library, or its things have other numbers now: "
                                        + others + " of " + samples.size()
                                        + " things looked at are something else. Nothing was changed here.",
                                "Add it as a new instance; what you said of the things here stays with this one."),
                        new NumberedAnew());
            }
            if (different * 3 > samples.size()) {
                throw new ProblemException(new Problem(
                        ProblemCode.IDENTITY_CHANGED,
                        instance.name() + " answers with another library, or with a restored one: " + different + " of "
                                + samples.size() + " things looked at are not there. Nothing was changed here.",
                        "Add it as a new instance, or accept it as the same one and read it anew."));
            }
        }
        known = true;
    }

    /// Things are there under the numbers of others: an import dealt them anew, or it is another library.
    static final class NumberedAnew extends Exception {
        private static final long serialVersionUID = 1;
    }

    /// Reads things in full and stores them.
    ///
    /// @return ids that are not there any more
    Set<Long> read(EntityType type, Collection<Long> ids)
            throws ConnectorException, InterruptedException, ProblemException {
        guard();
        var gone = new HashSet<Long>();
        var all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += IDS) {
            var some = all.subList(from, Math.min(all.size(), from + IDS));
            var found = patience.ask(() -> line.find(type, some));
            gone.addAll(found.gone());
            store.done(
                    LibraryRepository.Todo.UNREADABLE,
                    found.gone().stream()
                            .map(id -> new EntityKey(num, type, id))
                            .toList());
            found.unreadable().forEach(id -> unreadable(type, id));
            report.wrote(store.write(num, type, found.things(), found.served(), Optional.empty(), time.instant()));
            if (type == EntityType.GALLERY) {
                for (var gallery : found.things()) {
                    var images = patience.ask(() -> line.imagesOf(gallery.id()));
                    store.setImages(new EntityKey(num, type, gallery.id()), images);
                }
            }
        }
        return gone;
    }

    /// Notes something that the server cannot tell: the rest is read all the same.
    void unreadable(EntityType type, long id) {
        var what = type.word() + " " + id;
        if (!report.unreadable.contains(what)) {
            report.unreadable.add(what);
            store.addTodo(LibraryRepository.Todo.UNREADABLE, List.of(new EntityKey(num, type, id)));
            task.line("The " + what + " of " + instance.name() + " cannot be read: the server fails at it.");
        }
    }

    static Map<Long, String> stamps(List<Row> rows) {
        var stamps = new LinkedHashMap<Long, String>();
        rows.forEach(row -> stamps.put(row.id(), row.updatedRaw()));
        return stamps;
    }
}
