package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Copies of the store in its data folder: made whole while the store is in use, checked after
/// writing, and thinned out. A file gets its name only after its check, so whatever has a copy's name
/// was good when it was written.
public final class StoreCopies {

    private static final int DAILY = 7;
    private static final int WEEKLY = 4;
    private static final int OTHERS = 3;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final DataFolder folder;

    public StoreCopies(DataFolder folder) {
        this.folder = folder;
    }

    /// @return copies that are good now, newest first; each is opened and checked
    public List<StoreCopy> good() {
        return named().stream()
                .flatMap(named -> look(named.file()).stream()
                        .map(content -> new StoreCopy(
                                named.file(),
                                named.reason(),
                                named.at(),
                                content.version(),
                                content.instances(),
                                content.sizeBytes())))
                .toList();
    }

    /// @return when the newest copy of this sort was made, by its name
    public Optional<Instant> newest(StoreCopy.Reason reason) {
        return named().stream()
                .filter(named -> named.reason() == reason)
                .map(Named::at)
                .findFirst();
    }

    /// Makes a checked copy among the others.
    StoreCopy make(Connection source, StoreCopy.Reason reason, Instant now) throws SQLException {
        try {
            DataFolder.createPrivateFolder(folder.copies());
            var file = folder.copies().resolve(reason.word() + "-" + STAMP.format(now) + ".db");
            var content = write(source, file);
            return new StoreCopy(file, reason, now, content.version(), content.instances(), content.sizeBytes());
        } catch (IOException e) {
            throw StoreException.of(folder.copies(), e);
        }
    }

    /// Writes a whole copy to `target`, checks it, and only then gives it its name. Replaces `target`.
    static Content write(Connection source, Path target) throws IOException, SQLException {
        var unchecked = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(unchecked);
        DataFolder.createPrivateFile(unchecked); // an empty target keeps its permissions
        try {
            Sql.update(source, "vacuum into ?", unchecked.toString());
            var content = look(unchecked);
            if (content.isEmpty()) {
                throw new StoreException(new Problem(
                        ProblemCode.STORE_IO,
                        "The copy of the store at " + target + " failed its check after writing.",
                        "Check the disk that holds it; the store itself is unchanged."));
            }
            sync(unchecked);
            Files.move(unchecked, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return content.get();
        } finally {
            Files.deleteIfExists(unchecked);
        }
    }

    /// Looks into a file that should be a store, and changes nothing about it.
    ///
    /// @return empty if it is no store, damaged, or cannot be read
    public static Optional<Content> look(Path file) {
        try (var connection = Connections.inspecting(file)) {
            if (Sql.number(connection, "pragma application_id") != Migrations.APPLICATION_ID
                    || !passesCheck(connection)) {
                return Optional.empty();
            }
            return Optional.of(new Content(
                    Migrations.version(connection),
                    (int) Sql.number(connection, "select count(*) from instance where deleted_at_ms is null"),
                    Files.size(file)));
        } catch (SQLException | IOException e) {
            return Optional.empty();
        }
    }

    static boolean passesCheck(Connection connection) throws SQLException {
        return Sql.first(connection, "pragma quick_check(1)", row -> row.getString(1))
                .filter("ok"::equals)
                .isPresent();
    }

    /// Deletes copies that are not worth their space: keeps the newest of each of the last seven days
    /// with a copy, of each of the four weeks with a copy before them, and the newest three of every
    /// other sort. What could not be written to its end is deleted too.
    public void thinOut() {
        var kept = new HashSet<Path>();
        var days = new HashSet<Object>();
        var weeks = new HashSet<Object>();
        for (var copy : named()) {
            var day = copy.at().atOffset(ZoneOffset.UTC).toLocalDate();
            boolean keep =
                    switch (copy.reason()) {
                        case DAILY ->
                            days.size() < DAILY
                                    ? days.add(day)
                                    : !days.contains(day)
                                            && weeks.size() < WEEKLY
                                            && weeks.add(List.of(
                                                    day.get(IsoFields.WEEK_BASED_YEAR),
                                                    day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
                        case BEFORE_MIGRATION, BEFORE_BULK, ASKED ->
                            kept.stream()
                                            .filter(file -> file.getFileName()
                                                    .toString()
                                                    .startsWith(copy.reason().word()))
                                            .count()
                                    < OTHERS;
                    };
            if (keep) {
                kept.add(copy.file());
            }
        }
        try {
            for (var file : files()) {
                if (!kept.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw StoreException.of(folder.copies(), e);
        }
    }

    /// Makes a file's content survive a loss of power.
    static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Newest first; by name only, nothing is opened.
    private List<Named> named() {
        var list = new ArrayList<Named>();
        try {
            for (var file : files()) {
                parse(file).ifPresent(list::add);
            }
        } catch (IOException e) {
            throw StoreException.of(folder.copies(), e);
        }
        list.sort(Comparator.comparing(Named::at).reversed().thenComparing(Named::file));
        return list;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder.copies())) {
            return List.of();
        }
        try (var files = Files.list(folder.copies())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Optional<Named> parse(Path file) {
        var name = file.getFileName().toString();
        for (var reason : StoreCopy.Reason.values()) {
            if (name.startsWith(reason.word() + "-") && name.endsWith(".db")) {
                var stamp = name.substring(reason.word().length() + 1, name.length() - ".db".length());
                try {
                    return Optional.of(new Named(file, reason, STAMP.parse(stamp, Instant::from)));
                } catch (DateTimeParseException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private record Named(Path file, StoreCopy.Reason reason, Instant at) {}

    /// What a good file holds.
    ///
    /// @param version   how many migrations it has
    /// @param instances instances in it that are not in the trash
    public record Content(int version, int instances, long sizeBytes) {}
}
