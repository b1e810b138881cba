package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.torrent.TorrentOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Commands that do one thing to some torrents.
final class TorrentOrders {

    private TorrentOrders() {}

    static List<String> checked(List<String> tags) throws ProblemException {
        for (var tag : tags) {
            if (tag.isBlank() || tag.contains(",") || !tag.equals(tag.strip())) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "“" + tag + "” is no tag.",
                        "Give tags without commas and without blanks around them.");
            }
        }
        return tags;
    }

    /// A command that does one thing to some torrents.
    abstract static class OfTorrents extends TorrentCommand {

        @Parameters(
                arity = "1..*",
                paramLabel = "HASH",
                description = "the hash, eight digits of it or more, or <hash>@<instance>")
        private List<String> words = List.of();

        @Option(names = "--on", paramLabel = "INSTANCE", description = "only on this client")
        private @Nullable String on;

        OfTorrents(Session session) {
            super(session);
        }

        final List<String> words() {
            return words;
        }

        abstract TorrentOrder order() throws ProblemException;

        List<String> hashes() throws ProblemException {
            return words;
        }

        final @Nullable String on() {
            return on;
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var order = order();
            var fleet = look(places(on), false);
            var found = chosen(fleet, hashes(), on == null ? null : client(on));
            var results = session()
                    .act(
                            instancesOf(found),
                            "torrents-" + order.word(),
                            order.words() + " " + found.size() + " torrents",
                            (consent, context) -> torrents().desk().act(order, keys(found), consent, context));
            return TorrentAnswers.results(results, names());
        }
    }

    @Command(name = "pause", description = "Stops torrents.", footer = "  pilothouse torrents pause 0123456789ab")
    static final class Pause extends OfTorrents {
        Pause(Session session) {
            super(session);
        }

        @Override
        TorrentOrder order() {
            return new TorrentOrder.Pause();
        }
    }

    @Command(name = "resume", description = "Starts torrents.", footer = "  pilothouse torrents resume 0123456789ab")
    static final class Resume extends OfTorrents {
        Resume(Session session) {
            super(session);
        }

        @Override
        TorrentOrder order() {
            return new TorrentOrder.Resume();
        }
    }

    @Command(
            name = "recheck",
            description = "Reads the data of torrents again.",
            footer = "  pilothouse torrents recheck 0123456789ab --on Seedbox")
    static final class Recheck extends OfTorrents {
        Recheck(Session session) {
            super(session);
        }

        @Override
        TorrentOrder order() {
            return new TorrentOrder.Recheck();
        }
    }

    @Command(
            name = "reannounce",
            description = "Asks the trackers of torrents now.",
            footer = "  pilothouse torrents reannounce 0123456789ab")
    static final class Reannounce extends OfTorrents {
        Reannounce(Session session) {
            super(session);
        }

        @Override
        TorrentOrder order() {
            return new TorrentOrder.Reannounce();
        }
    }

    /// A command that takes a word beside the hashes.
    abstract static class WithWord extends OfTorrents {
        WithWord(Session session) {
            super(session);
        }

        private static boolean hash(String word) {
            return word.indexOf('@') > 0 || word.matches("[0-9A-Fa-f]{8,64}");
        }

        @Override
        final List<String> hashes() throws ProblemException {
            var hashes = words().stream().filter(WithWord::hash).toList();
            if (hashes.isEmpty()) {
                throw Session.problem(ProblemCode.USAGE, "No torrent was named.", "Give one or more hashes.");
            }
            return hashes;
        }

        /// @return what is no hash
        final List<String> others() {
            return words().stream().filter(word -> !hash(word)).toList();
        }
    }

    @Command(
            name = "category",
            description = "Gives torrents a category that the client has.",
            footer = "  pilothouse torrents category 0123456789ab tv")
    static final class Category extends WithWord {

        @Option(names = "--set", paramLabel = "CATEGORY", description = "the category, where it looks like a hash")
        private @Nullable String set;

        @Option(names = "--none", description = "takes the category away")
        private boolean none;

        Category(Session session) {
            super(session);
        }

        @Override
        TorrentOrder order() throws ProblemException {
            var named = set == null ? others() : List.of(set);
            if (none == (named.size() == 1)) {
                throw Session.problem(
                        ProblemCode.USAGE,
                        "One category is needed.",
                        "Name one category beside the hashes, or give --none.");
            }
            return new TorrentOrder.Category(none ? "" : named.getFirst());
        }
    }

    @Command(
            name = "tag",
            description = "Puts tags on torrents, or takes them away.",
            footer = "  pilothouse torrents tag 0123456789ab keep")
    static final class Tag extends WithWord {

        @Option(
                names = {"--add", "--tag"},
                paramLabel = "TAG",
                description = "puts it on, may be given several times")
        private List<String> add = new ArrayList<>();

        @Option(names = "--remove", paramLabel = "TAG", description = "takes it away, may be given several times")
        private List<String> remove = new ArrayList<>();

        Tag(Session session) {
            super(session);
        }

        @Override
        TorrentOrder order() throws ProblemException {
            var more = new TreeSet<>(others());
            more.addAll(add);
            if (more.isEmpty() == remove.isEmpty()) {
                throw Session.problem(
                        ProblemCode.USAGE,
                        "Tags are needed, either to put on or to take away.",
                        "Name tags beside the hashes, or give --remove TAG.");
            }
            checked(List.copyOf(more));
            checked(remove);
            return remove.isEmpty() ? new TorrentOrder.Tag(more) : new TorrentOrder.Untag(new TreeSet<>(remove));
        }
    }

    @Command(
            name = "delete",
            description = "Deletes torrents from one client; their files stay unless you say otherwise.",
            footer = "  pilothouse torrents delete 0123456789ab --on Seedbox")
    static final class Delete extends OfTorrents {

        @Option(names = "--with-files", description = "deletes their files, too; this cannot be taken back")
        private boolean withFiles;

        Delete(Session session) {
            super(session);
        }

        @Override
        TorrentOrder order() throws ProblemException {
            if (on() == null && words().stream().anyMatch(word -> word.indexOf('@') < 0)) {
                throw Session.problem(
                        ProblemCode.USAGE,
                        "It is not said from which client they shall go.",
                        "Give --on INSTANCE, or name them as <hash>@<instance>.");
            }
            return new TorrentOrder.Delete(withFiles);
        }
    }
}
