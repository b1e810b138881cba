package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes torrents from one client to another, never blindly (contract section 13.9). Methods block: call
/// them from a task. Thread-safe.
public final class TorrentMoves {

    private static final Duration RECHECK_EVERY = Duration.ofSeconds(1);

    private final TorrentDesk desk;
    private final TorrentLines lines;
    private final TorrentWatch watch;
    private final Guards guards;
    private final Time time;

    TorrentMoves(TorrentDesk desk, TorrentLines lines, TorrentWatch watch, Guards guards, Time time) {
        this.desk = desk;
        this.lines = lines;
        this.watch = watch;
        this.guards = guards;
        this.time = time;
    }

    /// What copying a torrent to another client came to.
    ///
    /// @param whole   whether the other client has all of it now
    /// @param removed whether it was taken from where it was
    public record Moved(TorrentKey to, boolean whole, boolean removed, String message) {}

    /// Copies a torrent to another client, checks it there, and takes it from the first one only when the
    /// other has all of it. The data is where it is: both must see it at the same path.
    ///
    /// @param folder where the other client sees the data; empty for the path at which it is now
    /// @param remove whether the first one gives it up, keeping the files
    public Moved move(
            TorrentKey from, InstanceId to, String folder, boolean remove, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var source = desk.client(from.instance());
        var target = desk.client(to);
        if (source.id().equals(to)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE, "It is on " + target.name() + " already.", "Choose another instance."));
        }
        guards.requireWhole(
                new Act(
                        remove ? ActionClass.COSTLY : ActionClass.REMOTE_REVERSIBLE,
                        remove ? List.of(source.id(), to) : List.of(to), // what is copied is only read
                        (remove ? "move" : "copy") + " a torrent to " + target.name(),
                        List.of(from.hash()),
                        1),
                consent);
        try {
            context.line("Reading it from " + source.name() + ".");
            var torrents = lines.client(source, line -> line.read(TorrentHashes.of(from.hash())));
            if (torrents.isEmpty()) {
                throw missing(source, from.hash());
            }
            var torrent = torrents.getFirst();
            var file = lines.client(source, line -> line.export(from.hash()));
            if (file.isEmpty()) {
                throw new ProblemException(new Problem(
                        ProblemCode.REFUSED,
                        source.name() + " cannot give the torrent: its metadata is missing, or it is too old.",
                        "Wait for the metadata, or add it by its magnet link."));
            }
            context.line("Adding it to " + target.name() + ", stopped.");
            var written = TorrentCopies.write(torrent);
            var copy = TorrentCopies.addition(written, file, folder);
            boolean whole = lines.client(target, line -> {
                if (!line.poll().torrents().containsKey(from.hash())) {
                    line.add(copy);
                }
                var hash = TorrentHashes.of(from.hash());
                TorrentCopies.limit(line, Map.of(from.hash(), written));
                context.line("Checking its data on " + target.name() + ".");
                line.act(new TorrentAct.Recheck(hash));
                var now = checked(line, from.hash());
                boolean all =
                        now.filter(it -> it.completed() >= torrent.completed()).isPresent();
                desk.told(
                        to,
                        consent,
                        "take over “" + torrent.name() + "” from " + source.name() + ": "
                                + (all ? "done" : "not whole"));
                if (all && !torrent.state().stopped()) {
                    line.act(new TorrentAct.Start(hash));
                }
                line.latest().ifPresent(watch::seen);
                return all;
            });
            if (!whole || !remove) {
                return new Moved(
                        new TorrentKey(to, from.hash()),
                        whole,
                        false,
                        whole
                                ? ""
                                : target.name() + " does not find all of its data; it stays on " + source.name() + ".");
            }
            var result = desk.part(
                            source,
                            new TorrentOrder.Delete(false),
                            List.of(from),
                            Optional.empty(),
                            "moved to " + target.name(),
                            context)
                    .getFirst();
            desk.told(
                    source.id(),
                    consent,
                    "hand “" + torrent.name() + "” over to " + target.name() + ": "
                            + result.outcome().word());
            return new Moved(
                    new TorrentKey(to, from.hash()),
                    true,
                    result.outcome() == TorrentResult.Outcome.DONE,
                    result.message());
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /// Waits until a check is over.
    private Optional<Torrent> checked(KeepsTorrents line, String hash) throws ConnectorException, InterruptedException {
        var bell = time.bell();
        var end = time.instant().plus(Duration.ofMinutes(30));
        Optional<Torrent> last = Optional.empty();
        int still = 0;
        while (time.instant().isBefore(end)) {
            var next = time.instant().plus(RECHECK_EVERY);
            while (time.instant().isBefore(next)) {
                bell.await(next);
            }
            var now = Optional.ofNullable(line.poll().torrents().get(hash));
            boolean busy = now.map(it -> it.family() == TorrentFamily.TRANSIENT).orElse(true);
            still = !busy && now.map(Torrent::completed).equals(last.map(Torrent::completed)) ? still + 1 : 0;
            last = now;
            if (still >= 2) {
                return now;
            }
        }
        return Optional.empty();
    }

    private static ProblemException missing(Instance instance, String hash) {
        return new ProblemException(new Problem(
                ProblemCode.NOT_FOUND,
                instance.name() + " has no torrent " + hash + ".",
                "List its torrents to see their hashes."));
    }
}
