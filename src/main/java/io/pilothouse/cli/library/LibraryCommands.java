package io.pilothouse.cli.library;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LikeGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One library over all Stash servers.
@Command(
        name = "library",
        description = "One library over all Stash servers: read it, search it, decide what is the same.",
        footer = "  pilothouse library search \"upper field\" --type scene")
public final class LibraryCommands {

    private LibraryCommands() {}

    public static CommandLine of(Session session) {
        return new CommandLine(new LibraryCommands())
                .addSubcommand(new SyncCommand(session))
                .addSubcommand(new StatusOf(session))
                .addSubcommand(new Search(session))
                .addSubcommand(new Show(session))
                .addSubcommand(new Duplicates(session))
                .addSubcommand(new Conflicts(session))
                .addSubcommand(new Merge(session))
                .addSubcommand(new Split(session))
                .addSubcommand(new DecisionsCommand(session))
                .addSubcommand(new Rate(session))
                .addSubcommand(new Export(session));
    }

    @Command(
            name = "status",
            description = "Shows what is there of each server, when it was read, and what waits for you.",
            footer = "  pilothouse library status")
    static final class StatusOf extends CliCommand {

        StatusOf(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var library = services().library();
            var status = library.status();
            var shown = library.shown(List.of());
            var total = new LinkedHashMap<String, @Nullable Object>();
            for (var type : EntityType.forPeople()) {
                var count = library.total(LibraryQuery.all(type, shown));
                total.put(type.plural(), Json.object("shown", count.shown(), "folded", count.folded()));
            }
            return Answer.of(
                            Json.object(
                                    "servers",
                                    status.stream().map(LibraryAnswers::status).toList(),
                                    "total",
                                    total),
                            page -> {
                                var table = new Table(
                                        "SERVER",
                                        "SCENES",
                                        "IMAGES",
                                        "GALLERIES",
                                        "PERFORMERS",
                                        "READ",
                                        "LAST",
                                        "WAITS");
                                status.forEach(it -> table.row(
                                        it.server().name(),
                                        it.things().getOrDefault(EntityType.SCENE, 0L),
                                        it.things().getOrDefault(EntityType.IMAGE, 0L),
                                        it.things().getOrDefault(EntityType.GALLERY, 0L),
                                        it.things().getOrDefault(EntityType.PERFORMER, 0L),
                                        it.readAt().map(page::time).orElse("never"),
                                        it.running()
                                                ? "running"
                                                : it.last()
                                                        .map(run -> run.outcome()
                                                                + (run.reason().isEmpty() ? "" : ": " + run.reason()))
                                                        .orElse(""),
                                        it.held().isEmpty() ? "" : "held: " + it.held()));
                                page.table(table, "No server keeps a library.");
                            })
                    .notWellIf(status.stream().anyMatch(it -> !it.held().isEmpty() || it.failed()));
        }
    }

    /// A command that looks at things of some types on some servers.
    abstract static class Looking extends CliCommand {

        @Option(
                names = "--type",
                paramLabel = "T",
                description = "scene, image, gallery, performer, studio, tag, group or marker")
        private @Nullable String type;

        @Option(names = "--on", paramLabel = "I", description = "only on this server; may be given again")
        private List<String> on = List.of();

        @Option(names = "--limit", paramLabel = "N", description = "at most so many of each type")
        private int limit = 100;

        Looking(Session session) {
            super(session);
        }

        final int limit() throws ProblemException {
            if (limit < 1 || limit > 5_000) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE, "--limit is 1 to 5000, not " + limit + ".", "Give a smaller number.");
            }
            return limit;
        }

        final List<EntityType> types() throws ProblemException {
            if (type == null) {
                return EntityType.forPeople();
            }
            return List.of(EntityType.named(type)
                    .orElseThrow(() -> Session.problem(
                            ProblemCode.BAD_VALUE,
                            "There is no type “" + type + "”.",
                            "Give one of "
                                    + EntityType.forPeople().stream()
                                            .map(EntityType::word)
                                            .collect(Collectors.joining(", "))
                                    + ".")));
        }

        final SortedSet<Integer> shown() throws ProblemException {
            var ids = new ArrayList<InstanceId>();
            for (var words : on) {
                var server = session().named(words);
                SyncCommand.onlyServers(services().library(), List.of(server), new Selection());
                ids.add(server.id());
            }
            return services().library().shown(ids);
        }

        final Answer groups(List<LikeGroup> groups, String none) throws ProblemException {
            var library = services().library();
            var rows = new HashMap<EntityKey, LibraryRow>();
            for (var kind : EntityType.values()) {
                var keys = groups.stream()
                        .filter(group -> group.type() == kind)
                        .flatMap(group -> group.keys().stream())
                        .distinct()
                        .toList();
                library.rows(kind, shown(), keys).forEach(row -> rows.put(row.key(), row));
            }
            return Answer.of(
                    Json.object(
                            "groups",
                            groups.stream()
                                    .map(group -> LibraryAnswers.group(library, group, rows))
                                    .toList(),
                            "total",
                            groups.size()),
                    page -> {
                        var table = new Table("TYPE", "WHY", "SERVER", "TITLE", "KEY");
                        for (var group : groups) {
                            for (var key : group.keys()) {
                                table.row(
                                        group.type().word(),
                                        group.why(),
                                        library.server(key.instance())
                                                .map(Instance::name)
                                                .orElse(""),
                                        Optional.ofNullable(rows.get(key))
                                                .map(LibraryRow::title)
                                                .orElse(""),
                                        library.text(key).orElse(""));
                            }
                        }
                        page.table(table, none);
                    });
        }
    }

    @Command(
            name = "search",
            description = "Searches titles, file names, people, studios and codes on all servers at once.",
            footer = "  pilothouse library search \"winter garden\" --type scene --on Archive")
    static final class Search extends Looking {

        @Parameters(index = "0", paramLabel = "TEXT", description = "words that all must occur")
        private String text = "";

        Search(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var library = services().library();
            if (text.isBlank()) {
                throw Session.problem(ProblemCode.BAD_VALUE, "There is nothing to search for.", "Give a word.");
            }
            var rows = new ArrayList<LibraryRow>();
            long total = 0;
            boolean more = false;
            for (var type : types()) {
                var query = LibraryQuery.all(type, shown()).lookingFor(text).limit(limit());
                rows.addAll(library.page(query));
                var count = library.total(query);
                total += count.shown();
                more |= count.more();
            }
            long all = total;
            boolean uncounted = more;
            return Answer.of(
                    Json.object(
                            "items",
                            rows.stream()
                                    .map(row -> LibraryAnswers.row(library, row))
                                    .toList(),
                            "total",
                            all,
                            "more",
                            uncounted),
                    page -> {
                        var table = new Table("TYPE", "TITLE", "STUDIO", "DATE", "ON", "KEY");
                        rows.forEach(row -> table.row(
                                row.key().type().word(),
                                row.title(),
                                row.under(),
                                row.date(),
                                row.copies().stream()
                                        .map(key -> library.server(key.instance())
                                                .map(Instance::name)
                                                .orElse(""))
                                        .collect(Collectors.joining(", ")),
                                library.text(row.key()).orElse("")));
                        page.table(table, "Nothing was found.");
                        if (all > rows.size()) {
                            page.line(rows.size() + " of " + all + (uncounted ? "+" : "")
                                    + " shown; give --limit for more.");
                        }
                    });
        }
    }

    /// A command about one thing.
    abstract static class OfOne extends CliCommand {

        @Parameters(
                index = "0",
                paramLabel = "KEY",
                description = "<instance id>:<type>:<number>, as “library search” shows it")
        private String key = "";

        OfOne(Session session) {
            super(session);
        }

        final EntityKey key() throws ProblemException {
            var found = services().library().key(key);
            services().library().server(found.instance()).ifPresent(session()::about);
            return found;
        }

        final Answer shown(EntityKey about) throws ProblemException {
            var library = services().library();
            var detail = library.detail(about, library.shown(List.of()));
            return Answer.of(
                    Json.object(
                            "key",
                            library.text(detail.copies().getFirst().key()).orElse(null),
                            "type",
                            about.type().word(),
                            "title",
                            detail.copies().getFirst().title(),
                            "rating",
                            detail.copies().getFirst().row().rating() == 0
                                    ? null
                                    : detail.copies().getFirst().row().rating(),
                            "copies",
                            detail.copies().stream()
                                    .map(copy -> LibraryAnswers.copy(library, copy))
                                    .toList(),
                            "differences",
                            detail.differences().stream()
                                    .map(LibraryAnswers::difference)
                                    .toList()),
                    page -> {
                        page.line(detail.copies().getFirst().title());
                        var table = new Table("SERVER", "DATE", "STUDIO", "HEIGHT", "RATING", "PLAYS", "KEY");
                        detail.copies()
                                .forEach(copy -> table.row(
                                        library.server(copy.key().instance())
                                                .map(Instance::name)
                                                .orElse(""),
                                        copy.row().date(),
                                        copy.row().under(),
                                        copy.row().height() == 0
                                                ? ""
                                                : copy.row().height(),
                                        copy.row().rating() == 0
                                                ? ""
                                                : copy.row().rating(),
                                        copy.row().plays(),
                                        library.text(copy.key()).orElse("")));
                        page.table(table, "");
                        detail.differences()
                                .forEach(difference -> page.line(difference.field()
                                        + (difference.decided() ? " (decided): " : " differs: ")
                                        + String.join(" | ", difference.values())));
                    });
        }
    }

    @Command(
            name = "show",
            description = "Shows a thing with its copies side by side.",
            footer = "  pilothouse library show stash-2611202031k3f:scene:42")
    static final class Show extends OfOne {

        Show(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            return shown(key());
        }
    }

    @Command(
            name = "duplicates",
            description = "Shows what is folded, and what looks alike and is not.",
            footer = "  pilothouse library duplicates --type scene")
    static final class Duplicates extends Looking {

        Duplicates(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var groups = new ArrayList<LikeGroup>();
            for (var type : types()) {
                groups.addAll(services().library().duplicates(type, shown(), limit()));
                groups.addAll(services().library().likely(type, shown(), limit()));
            }
            return groups(groups, "Nothing is there twice.");
        }
    }

    @Command(
            name = "conflicts",
            description = "Shows what was not folded because two things of one server would have become one.",
            footer = "  pilothouse library conflicts")
    static final class Conflicts extends Looking {

        Conflicts(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var groups = new ArrayList<LikeGroup>();
            for (var type : types()) {
                groups.addAll(services().library().conflicts(type, shown(), limit()));
            }
            return groups(groups, "Nothing waits for a decision.");
        }
    }

    @Command(
            name = "merge",
            description = "Says that two things are the same, for ever.",
            footer = "  pilothouse library merge stash-2611202031k3f:scene:42 stash-2611202031m4t:scene:7")
    static final class Merge extends OfOne {

        @Parameters(index = "1", paramLabel = "KEY", description = "the other one")
        private String other = "";

        Merge(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var one = key();
            var two = services().library().key(other);
            session().task("library-merge", "call two " + one.type().plural() + " the same", List.of(), _ -> {
                services().library().same(one, two);
                return true;
            });
            return shown(one);
        }
    }

    @Command(
            name = "split",
            description = "Says that a copy is not the same as the others, for ever.",
            footer = "  pilothouse library split stash-2611202031k3f:scene:42")
    static final class Split extends OfOne {

        Split(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var one = key();
            session()
                    .task(
                            "library-split",
                            "take a " + one.type().word() + " apart",
                            List.of(),
                            _ -> services().library().split(one));
            return shown(one);
        }
    }

    @Command(
            name = "rate",
            description = "Rates a thing from 1 to 100; 0 takes the rating away.",
            footer = "  pilothouse library rate stash-2611202031k3f:scene:42 80")
    static final class Rate extends OfOne {

        @Parameters(index = "1", paramLabel = "N", description = "1 to 100, or 0")
        private int rating;

        Rate(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var one = key();
            session().task("library-rate", "rate a " + one.type().word(), List.of(), _ -> {
                services().library().rate(one, rating == 0 ? OptionalInt.empty() : OptionalInt.of(rating));
                return true;
            });
            return shown(one);
        }
    }

    @Command(
            name = "export",
            description = "Writes out what you said and think of things: ratings, favourites, merges and splits.",
            footer = "  pilothouse library export --json")
    static final class Export extends CliCommand {

        Export(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var library = services().library();
            var opinions = library.opinions();
            var rules = library.rules(Integer.MAX_VALUE).stream()
                    .filter(rule -> rule.undoneAt().isEmpty())
                    .toList();
            return Answer.of(
                    Json.object(
                            "items",
                            opinions.stream()
                                    .map(it -> Json.object(
                                            "key", library.text(it.key()).orElse(null),
                                            "rating",
                                                    it.rating().isPresent()
                                                            ? it.rating().getAsInt()
                                                            : null,
                                            "favourite", it.favourite(),
                                            "hidden", it.hidden(),
                                            "resumeMillis", it.resumeMillis(),
                                            "note", Json.orNull(it.note()),
                                            "updatedAt", it.at()))
                                    .toList(),
                            "rules",
                            rules.stream()
                                    .map(rule -> Json.object(
                                            "a", library.text(rule.a()).orElse(null),
                                            "b", library.text(rule.b()).orElse(null),
                                            "verdict", rule.same() ? "same" : "different",
                                            "madeAt", rule.madeAt()))
                                    .toList()),
                    page -> {
                        var table = new Table("KEY", "RATING", "FAVOURITE", "NOTE");
                        opinions.forEach(it -> table.row(
                                library.text(it.key()).orElse(""),
                                it.rating().isPresent() ? it.rating().getAsInt() : "",
                                it.favourite() ? "yes" : "",
                                it.note()));
                        page.table(table, "Nothing was rated yet.");
                        rules.forEach(rule -> page.line(library.text(rule.a()).orElse("?")
                                + (rule.same() ? " is " : " is not ")
                                + library.text(rule.b()).orElse("?")));
                    });
        }
    }
}
