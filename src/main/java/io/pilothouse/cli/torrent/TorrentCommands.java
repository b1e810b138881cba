package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.torrent.TorrentFleet;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Torrents over all clients.
@Command(
        name = "torrents",
        description = "Torrents over all clients: list, add, change, move, delete, trace.",
        footer = "  pilothouse torrents list --filter family=downloading")
public final class TorrentCommands {

    /// A `.torrent` file of 100,000 pieces has 2 MB.
    private static final int LARGEST_TORRENT = 32 << 20;

    private TorrentCommands() {}

    public static CommandLine of(Session session) {
        return new CommandLine(new TorrentCommands())
                .addSubcommand(new ListTorrents(session))
                .addSubcommand(new Show(session))
                .addSubcommand(new Add(session))
                .addSubcommand(new TorrentOrders.Pause(session))
                .addSubcommand(new TorrentOrders.Resume(session))
                .addSubcommand(new TorrentOrders.Recheck(session))
                .addSubcommand(new TorrentOrders.Reannounce(session))
                .addSubcommand(new TorrentOrders.Category(session))
                .addSubcommand(new TorrentOrders.Tag(session))
                .addSubcommand(new Move(session))
                .addSubcommand(new TorrentOrders.Delete(session))
                .addSubcommand(new PreferencesCommand(session))
                .addSubcommand(new PathsCommand(session))
                .addSubcommand("matrix", new Matrix(session))
                .addSubcommand("trace", new Trace(session))
                .addSubcommand(
                        "categories",
                        new CommandLine(new CategoryCommands.Categories())
                                .addSubcommand(new CategoryCommands.Ensure(session))
                                .addSubcommand(new CategoryCommands.Want(session)));
    }

    @Command(
            name = "list",
            description = "Lists torrents, of all clients where none is named.",
            footer = "  pilothouse torrents list Seedbox --filter state=stalled-download --filter category=tv")
    static final class ListTorrents extends TorrentCommand {

        @Mixin
        private Selection selection = new Selection();

        @Option(
                names = "--filter",
                paramLabel = "KEY=VALUE",
                description = "only those; KEY is state, family, category, tag, tracker, owner, name, hash or private")
        private Map<String, String> filters = new LinkedHashMap<>();

        @Option(names = "--limit", paramLabel = "N", description = "at most so many")
        private @Nullable Integer limit;

        ListTorrents(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            if (limit != null && limit < 1) {
                throw Session.problem(ProblemCode.BAD_VALUE, "The limit is 1 or more.", "Give another --limit.");
            }
            var wanted = TorrentFilters.of(filters, services().instances());
            var chosen = clients(selection);
            var fleet = look(chosen, true);
            var ids = chosen.stream().map(Instance::id).toList();
            var found = fleet.torrents(ids)
                    .filter(torrent -> wanted.test(torrent, fleet.ownership().of(torrent)))
                    .sorted(Comparator.comparing(Torrent::name, String.CASE_INSENSITIVE_ORDER)
                            .thenComparing(Torrent::key))
                    .toList();
            int most = limit == null ? Integer.MAX_VALUE : limit;
            var shown = found.stream().limit(most).toList();
            var names = names();
            var rules = torrents().rules();
            return Answer.of(
                    Json.object(
                            "torrents",
                            shown.stream()
                                    .map(torrent -> TorrentAnswers.json(torrent, fleet, rules.nextRule(torrent.key())))
                                    .toList(),
                            "total",
                            found.size(),
                            "leftOut",
                            TorrentAnswers.stale(fleet, ids)),
                    page -> {
                        fleet.stale().forEach((id, why) -> {
                            if (ids.contains(id)) {
                                page.line(Table.Style.CAUTION, why);
                            }
                        });
                        page.table(TorrentAnswers.table(shown, fleet, names), none(chosen, ids, fleet));
                        if (shown.size() < found.size()) {
                            page.done(shown.size() + " of " + found.size() + " shown.");
                        }
                    });
        }

        /// @return why nothing is listed
        private String none(List<Instance> chosen, List<InstanceId> ids, TorrentFleet fleet) {
            if (chosen.isEmpty()) {
                return "There is no torrent client to look at.";
            }
            boolean any = fleet.torrents(ids).findAny().isPresent();
            var names = chosen.stream().map(Instance::name).collect(Collectors.joining(", "));
            return any ? "None of the torrents of " + names + " fits." : "There are no torrents on " + names + ".";
        }
    }

    @Command(
            name = "show",
            description = "Shows one torrent on every client that has it, with its files and trackers.",
            footer = "  pilothouse torrents show 0123456789ab")
    static final class Show extends TorrentCommand {

        @Parameters(index = "0", paramLabel = "HASH", description = "the hash, or eight digits of it or more")
        private String hash = "";

        @Option(names = "--on", paramLabel = "INSTANCE", description = "only on this client")
        private @Nullable String on;

        Show(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var fleet = look(places(on), true);
            var found = chosen(fleet, List.of(hash), on == null ? null : client(on));
            var names = names();
            var files = new LinkedHashMap<Torrent, List<TorrentFile>>();
            var trackers = new LinkedHashMap<Torrent, List<TorrentTracker>>();
            session().task("torrents-details", "ask for files and trackers", List.of(), _ -> {
                for (var torrent : found) {
                    var id = torrent.key().instance();
                    if (fleet.sides().get(id).up()) {
                        files.put(torrent, torrents().details().files(torrent.key()));
                        trackers.put(torrent, torrents().details().trackers(torrent.key()));
                    }
                }
                return true;
            });
            var rules = torrents().rules();
            return Answer.of(
                    Json.object(
                            "torrents",
                            found.stream()
                                    .map(torrent -> {
                                        var json = TorrentAnswers.json(torrent, fleet, rules.nextRule(torrent.key()));
                                        json.put("files", filesJson(files.get(torrent)));
                                        json.put("trackers", trackersJson(trackers.get(torrent)));
                                        return json;
                                    })
                                    .toList()),
                    page -> {
                        page.table(TorrentAnswers.table(found, fleet, names), "");
                        for (var torrent : found) {
                            var table = new Table("FILE", "SIZE", "DONE", "WANTED");
                            files.getOrDefault(torrent, List.of())
                                    .forEach(file -> table.row(
                                            file.name(),
                                            new Bytes(file.size()).toString(),
                                            Math.round(file.progress() * 100) + " %",
                                            file.wanted() ? "yes" : "no"));
                            page.table(table, "Its files are not known.");
                        }
                    });
        }

        private static @Nullable Object filesJson(@Nullable List<TorrentFile> files) {
            return files == null
                    ? null
                    : files.stream()
                            .map(file -> Json.object(
                                    "index",
                                    file.index(),
                                    "name",
                                    file.name(),
                                    "sizeBytes",
                                    file.size(),
                                    "progress",
                                    file.progress(),
                                    "wanted",
                                    file.wanted()))
                            .toList();
        }

        private static @Nullable Object trackersJson(@Nullable List<TorrentTracker> trackers) {
            return trackers == null
                    ? null
                    : trackers.stream()
                            .map(tracker -> Json.object(
                                    "host",
                                    tracker.host(),
                                    "status",
                                    tracker.status(),
                                    "message",
                                    tracker.message().isEmpty() ? null : tracker.message()))
                            .toList();
        }
    }

    @Command(
            name = "add",
            description = "Adds a torrent to one client.",
            footer = "  pilothouse torrents add Seedbox album.torrent --category music --paused")
    static final class Add extends TorrentCommand {

        @Parameters(index = "0", paramLabel = "INSTANCE", description = "the client")
        private String instance = "";

        @Parameters(
                index = "1",
                paramLabel = "FILE|MAGNET|URL",
                description = "a .torrent file, a magnet link or an address")
        private String source = "";

        @Option(names = "--category", paramLabel = "CATEGORY", description = "made when missing")
        private String category = "";

        @Option(names = "--tag", paramLabel = "TAG", description = "may be given several times")
        private List<String> tags = new ArrayList<>();

        @Option(names = "--path", paramLabel = "FOLDER", description = "where its data goes, as the client sees it")
        private String path = "";

        @Option(names = "--paused", description = "waits for a start")
        private boolean paused;

        Add(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var client = client(instance);
            var addition =
                    new TorrentAddition(source(), path, category, new TreeSet<>(TorrentOrders.checked(tags)), paused);
            var added = session()
                    .act(
                            List.of(client),
                            "torrents-add",
                            "add a torrent to " + client.name(),
                            consent -> torrents().desk().add(client.id(), addition, consent));
            return Answer.of(
                    Json.object(
                            "key",
                            added.hash().map(hash -> TorrentAnswers.key(new TorrentKey(client.id(), hash))),
                            "hash",
                            added.hash(),
                            "instance",
                            client.id().value(),
                            "there",
                            added.there()),
                    page -> page.done(added.hash()
                            .map(hash -> hash + " is on " + client.name()
                                    + (added.there() ? " already; nothing of it was changed." : "."))
                            .orElse(client.name() + " fetches it; its hash is known when it has.")));
        }

        /// Links are not repeated: keys of trackers stand in them.
        private String told(String lower) {
            return lower.startsWith("magnet:")
                    ? "The magnet link"
                    : lower.startsWith("http") ? "The address" : "“" + source + "”";
        }

        private TorrentAddition.Source source() throws ProblemException {
            var lower = source.toLowerCase(java.util.Locale.ROOT);
            try {
                if (lower.startsWith("magnet:") || lower.startsWith("http://") || lower.startsWith("https://")) {
                    return new TorrentAddition.Link(source);
                }
                var bytes = session().terminal().read(source, LARGEST_TORRENT);
                if (bytes.length <= LARGEST_TORRENT) {
                    return new TorrentAddition.File(bytes);
                }
            } catch (IllegalArgumentException | IOException e) {
                throw Session.problem(
                        e instanceof IllegalArgumentException && !(e instanceof InvalidPathException)
                                ? ProblemCode.BAD_VALUE
                                : ProblemCode.BAD_FILE,
                        told(lower) + " cannot be read as a torrent.",
                        "Give a .torrent file, a magnet link, or an http address.");
            }
            throw Session.problem(
                    ProblemCode.BAD_FILE, "“" + source + "” is larger than 32 MiB.", "Give a .torrent file.");
        }
    }

    @Command(
            name = "move",
            description =
                    "Adds a torrent to another client, checks it there, and takes it from the first when all is there.",
            footer = "  pilothouse torrents move 0123456789ab --from Seedbox --to Attic")
    static final class Move extends TorrentCommand {

        @Parameters(index = "0", paramLabel = "HASH", description = "the hash, or eight digits of it or more")
        private String hash = "";

        @Option(names = "--from", paramLabel = "INSTANCE", required = true, description = "where it is")
        private String from = "";

        @Option(names = "--to", paramLabel = "INSTANCE", required = true, description = "where it shall be")
        private String to = "";

        @Option(
                names = "--path",
                paramLabel = "FOLDER",
                description = "the folder of its data as the other client sees it, where that is another one")
        private String path = "";

        @Option(names = "--copy", description = "leaves it where it is, too")
        private boolean copy;

        Move(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var source = client(from);
            var target = client(to);
            var fleet = look(List.of(source, target), false);
            var torrent = chosen(fleet, List.of(hash), source).getFirst();
            var moved = session()
                    .act(
                            List.of(source, target),
                            "torrents-move",
                            "move " + torrent.name() + " to " + target.name(),
                            (consent, context) ->
                                    torrents().moves().move(torrent.key(), target.id(), path, !copy, consent, context));
            boolean well = moved.whole() && (copy || moved.removed());
            return Answer.of(
                            Json.object(
                                    "key",
                                    TorrentAnswers.key(moved.to()),
                                    "whole",
                                    moved.whole(),
                                    "removed",
                                    moved.removed(),
                                    "message",
                                    moved.message().isEmpty() ? null : moved.message()),
                            page -> {
                                if (well) {
                                    page.done(torrent.name() + " is on " + target.name() + ".");
                                } else {
                                    page.line(Table.Style.CAUTION, moved.message());
                                }
                            })
                    .notWellIf(!well);
        }
    }

    /// The same as `matrix`.
    @Command(
            name = "matrix",
            description = "Shows how torrents are spread over the clients, by owner and category.",
            footer = "  pilothouse torrents matrix")
    static final class Matrix extends ShowsMatrix {
        Matrix(Session session) {
            super(session);
        }
    }

    /// The same as `trace`.
    @Command(
            name = "trace",
            description = "Follows a torrent through all clients and *arrs.",
            footer = "  pilothouse torrents trace 0123456789abcdef0123456789abcdef01234567")
    static final class Trace extends Traces {
        Trace(Session session) {
            super(session);
        }
    }
}
