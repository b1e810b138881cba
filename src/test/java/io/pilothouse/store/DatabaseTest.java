package io.pilothouse.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.KindId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {

    @TempDir
    Path root;

    private final HandClock clock = new HandClock();
    private DataFolder folder;

    @BeforeEach
    void chooseFolder() {
        folder = new DataFolder(root.resolve("data"));
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        try (var database = open()) {
            var settings = new SettingRepository(database);

            assertThrows(
                    IllegalStateException.class,
                    () -> database.atomically(() -> {
                        settings.save("a", "1");
                        settings.save("b", "2");
                        throw new IllegalStateException("stop");
                    }));

            assertTrue(settings.all().isEmpty());
        }
    }

    @Test
    void aFailureInsideThatTheOutsideIgnoresUndoesTheWholeTransaction() {
        try (var database = open()) {
            var settings = new SettingRepository(database);

            assertThrows(
                    IllegalStateException.class,
                    () -> database.atomically(() -> {
                        settings.save("a", "1");
                        try {
                            database.atomically(() -> {
                                settings.save("b", "2");
                                throw new IllegalArgumentException("inside");
                            });
                        } catch (IllegalArgumentException e) {
                            // ignored
                        }
                        return settings.find("b");
                    }));

            assertTrue(settings.all().isEmpty());
            settings.save("c", "3");
            assertEquals(Optional.of("3"), settings.find("c"));
        }
    }

    @Test
    void readersSeeWhatIsCommittedAndTheWriterItsOwn() throws Exception {
        try (var database = open()) {
            var settings = new SettingRepository(database);
            settings.save("a", "old");
            var changed = new CountDownLatch(1);
            var read = new CountDownLatch(1);
            var own = new AtomicReference<Optional<String>>();
            var writer = Thread.ofVirtual()
                    .start(() -> database.atomically(() -> {
                        settings.save("a", "new");
                        own.set(settings.find("a"));
                        changed.countDown();
                        return await(read);
                    }));
            changed.await();
            var beside = settings.find("a");
            read.countDown();
            writer.join();

            assertEquals(Optional.of("new"), own.get());
            assertEquals(Optional.of("old"), beside);
            assertEquals(Optional.of("new"), settings.find("a"));
        }
    }

    @Test
    void memoryIsGivenBackBesideWhoReads() throws Exception {
        try (var database = open()) {
            new SettingRepository(database).save("a", "kept");
            var given = new CountDownLatch(1);
            database.read(
                    connection -> { // the connection of a read under way is left alone
                        Thread.ofVirtual().start(() -> {
                            database.giveMemoryBack();
                            given.countDown();
                        });
                        await(given);
                        return Sql.number(connection, "select count(*) from setting");
                    });
            database.giveMemoryBack();

            assertEquals(Optional.of("kept"), new SettingRepository(database).find("a"));
        }
    }

    @Test
    void readersCannotWrite() {
        try (var database = open()) {
            assertThrows(
                    StoreException.class,
                    () -> database.read(connection -> Sql.update(connection, "insert into setting values ('a', '1')")));
            assertTrue(new SettingRepository(database).all().isEmpty());
        }
    }

    @Test
    void aSecondOneIsRefusedAndTheFirstGoesOn() {
        try (var database = open()) {
            assertEquals(ProblemCode.STORE_BUSY, refused(this::open));
            new SettingRepository(database).save("a", "1");
        }
        open().close();
    }

    @Test
    void anotherProcessIsRefused() throws Exception {
        try (var database = open()) {
            new SettingRepository(database).save("a", "1");
            var child = ChildJvm.start(OpenAndStop.class, folder.root().toString());
            var said = new String(child.getInputStream().readAllBytes());
            child.waitFor();

            assertEquals("store-busy", said.strip());
        }
    }

    /// A second process on the same folder.
    static final class OpenAndStop {
        public static void main(String[] arguments) {
            try (var database = Database.open(new DataFolder(Path.of(arguments[0])), new HandClock())) {
                ChildJvm.say("opened version " + database.version());
            } catch (StoreException e) {
                ChildJvm.say(e.problem().code().word());
            }
        }
    }

    @Test
    void aNewerStoreIsRefusedAndStaysAsItIs() throws Exception {
        open().close();
        alter("pragma user_version = 999");
        var before = Files.readAllBytes(folder.store());

        assertEquals(ProblemCode.STORE_NEWER, refused(this::open));

        assertArrayEquals(before, Files.readAllBytes(folder.store()));
        assertEquals(List.of("pilothouse.db", "pilothouse.lock"), names(folder.root()));
    }

    @Test
    void aNewerStoreWhoseVersionIsStillInTheLogIsRefusedAndStaysAsItIs() throws Exception {
        open().close();
        var wal = folder.root().resolve("pilothouse.db-wal");
        var saved = root.resolve("saved");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.store());
                var statement = connection.createStatement()) {
            statement.executeUpdate("pragma user_version = 999");
            Files.createDirectory(saved);
            Files.copy(folder.store(), saved.resolve("pilothouse.db"));
            Files.copy(wal, saved.resolve("pilothouse.db-wal"));
        }
        Files.copy(saved.resolve("pilothouse.db"), folder.store(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(saved.resolve("pilothouse.db-wal"), wal);

        assertEquals(ProblemCode.STORE_NEWER, refused(this::open));

        assertArrayEquals(Files.readAllBytes(saved.resolve("pilothouse.db")), Files.readAllBytes(folder.store()));
        assertArrayEquals(Files.readAllBytes(saved.resolve("pilothouse.db-wal")), Files.readAllBytes(wal));
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws IOException {
        var file = Files.createFile(root.resolve("file"));
        folder = new DataFolder(file.resolve("below"));

        assertEquals(ProblemCode.STORE_IO, refused(this::open));
    }

    @Test
    void everythingIsForItsOwnerAlone() throws IOException {
        try (var database = open()) {
            new SettingRepository(database).save("a", "1");
            database.copy(StoreCopy.Reason.DAILY);
            try (var files = Files.walk(folder.root())) {
                for (var path : files.toList()) {
                    var wanted = Files.isDirectory(path) ? "rwx------" : "rw-------";
                    assertEquals(
                            wanted, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path::toString);
                }
            }
        }
    }

    @Test
    void everyMigrationRunsOnTheSchemaBeforeItAndACheckedCopyComesFirst() throws Exception {
        Database.open(folder, clock, Migrations.ALL.upTo(1)).close();
        alter("insert into setting values ('kept', 'yes')");
        for (int version = 2; version <= Migrations.ALL.newest(); version++) {
            clock.pass(Duration.ofMinutes(1));
            try (var database = Database.open(folder, clock, Migrations.ALL.upTo(version))) {
                assertEquals(version, database.read(Migrations::version).intValue());
                assertEquals(Optional.of("yes"), new SettingRepository(database).find("kept"));
                var copy = new StoreCopies(folder).good().getFirst();
                assertEquals(StoreCopy.Reason.BEFORE_MIGRATION, copy.reason());
                assertEquals(version - 1, copy.version());
                assertEquals(clock.instant(), copy.at());
            }
        }
    }

    @Test
    void everyMigrationFileIsListedInOrder() throws Exception {
        var migrations = Path.of("src/main/resources/io/pilothouse/store/migrations");
        var wanted =
                names(migrations).stream().map(name -> name.replace(".sql", "")).toList();

        assertEquals(wanted, Migrations.ALL.names());
        for (int i = 0; i < wanted.size(); i++) {
            assertTrue(wanted.get(i).startsWith("%03d-".formatted(i + 1)), wanted.get(i));
        }
    }

    @Test
    void aFailedMigrationLeavesTheStoreOfBefore() throws Exception {
        Files.createDirectories(folder.root());
        alter("create table setting (in_the_way text)"); // the first migration creates it after others

        assertThrows(StoreException.class, this::open);

        assertEquals(List.of("setting"), tables());
    }

    @Test
    void aDamagedStoreIsSaidAndKeptAsideAndTheNewestGoodCopyTakesItsPlace() throws Exception {
        try (var database = open()) {
            addInstance(database, "Loft");
            database.copy(StoreCopy.Reason.DAILY);
            clock.pass(Duration.ofDays(1));
            addInstance(database, "Cellar");
            database.copy(StoreCopy.Reason.DAILY);
            clock.pass(Duration.ofHours(1));
            addInstance(database, "Barn");
        }
        clock.pass(Duration.ofDays(2)); // so that the check is due
        var bytes = Files.readAllBytes(folder.store());
        for (int page = 1; page < bytes.length / 4096; page++) {
            Arrays.fill(bytes, page * 4096, page * 4096 + 1000, (byte) 0xee);
        }
        Files.write(folder.store(), bytes);
        var older = new StoreCopies(folder).good().getLast();
        Files.write(older.file(), new byte[] {1, 2, 3}); // a copy that rotted is not offered

        var damaged = assertThrows(DamagedStoreException.class, this::open);

        assertEquals(ProblemCode.STORE_DAMAGED, damaged.problem().code());
        assertEquals(1, damaged.damage().copies().size());
        var newest = damaged.damage().copies().getFirst();
        assertEquals(2, newest.instances());
        assertArrayEquals(bytes, Files.readAllBytes(folder.store()));

        var kept = Database.restore(folder, clock, newest.file()).orElseThrow();
        try (var database = open()) {
            assertEquals(2, repository(database).all().size());
        }
        assertArrayEquals(bytes, Files.readAllBytes(kept));
        open().close();
    }

    @Test
    void whatCanBeReadOfADamagedStoreIsLookedAtInACopyAndNothingDoneThereReachesIt() throws Exception {
        try (var database = open()) {
            addInstance(database, "Loft");
        }
        damage("setting");
        Files.writeString(folder.root().resolve("pilothouse.lock"), "open"); // so that the check is due
        assertThrows(DamagedStoreException.class, this::open);
        var bytes = Files.readAllBytes(folder.store());

        for (int looks = 1; looks <= 2; looks++) { // what an earlier look left is thrown away
            var look = Database.copyForLook(folder, clock);
            try (var database = Database.open(look, clock)) {
                assertEquals(1, repository(database).all().size());
                addInstance(database, "Cellar");
                assertThrows(StoreException.class, () -> Database.copyForLook(folder, clock)); // a second window
                assertEquals(2, repository(database).all().size());
                assertTrue(Files.exists(look.store()));
            }
        }

        assertArrayEquals(bytes, Files.readAllBytes(folder.store()));
        assertThrows(DamagedStoreException.class, this::open);
    }

    /// Overwrites the first page of a table.
    private void damage(String table) throws Exception {
        long page;
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.store());
                var statement = connection.createStatement();
                var row = statement.executeQuery("select rootpage from sqlite_master where name = '" + table + "'")) {
            row.next();
            page = row.getLong(1);
        }
        var bytes = Files.readAllBytes(folder.store());
        int from = Math.toIntExact((page - 1) * 4096);
        Arrays.fill(bytes, from, from + 1000, (byte) 0xee);
        Files.write(folder.store(), bytes);
    }

    @Test
    void aStoreThatIsSetAsideIsKeptToTheByteAndANewOneBegins() throws Exception {
        try (var database = open()) {
            addInstance(database, "Loft");
        }
        var bytes = Files.readAllBytes(folder.store());
        bytes[40] ^= 0x55;
        Files.write(folder.store(), bytes);

        var kept = Database.setAside(folder, clock).orElseThrow();
        try (var database = open()) {
            assertEquals(List.of(), repository(database).all());
            assertEquals(
                    ProblemCode.STORE_BUSY,
                    assertThrows(StoreException.class, () -> Database.setAside(folder, clock))
                            .problem()
                            .code());
        }

        assertArrayEquals(bytes, Files.readAllBytes(kept));
    }

    @Test
    void afterACrashTheStoreIsCheckedEvenWhenItWasJustChecked() throws Exception {
        try (var database = open()) {
            addInstance(database, "Loft");
        }
        Files.writeString(folder.root().resolve("pilothouse.lock"), "open"); // as a killed process leaves it
        var bytes = Files.readAllBytes(folder.store());
        Arrays.fill(bytes, 4096 * 2, 4096 * 3, (byte) 0xee);
        Files.write(folder.store(), bytes);

        assertThrows(DamagedStoreException.class, this::open);
    }

    @Test
    void damageMetWhileWorkingMakesTheNextStartLookTheFileOver() throws Exception {
        try (var database = open()) {
            addInstance(database, "Loft");
        }
        var bytes = Files.readAllBytes(folder.store());
        var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("Loft"); at >= 0; at = text.indexOf("Loft", at + 1)) {
            int page = at / 4096 * 4096;
            Arrays.fill(bytes, page, page + 12, (byte) 0xee);
        }
        Files.write(folder.store(), bytes);
        try (var database = open()) { // the last check is not old, so nothing is noticed yet
            var met = assertThrows(
                    StoreException.class, () -> repository(database).all());
            assertEquals(ProblemCode.STORE_DAMAGED, met.problem().code());
        }

        assertThrows(DamagedStoreException.class, this::open);
    }

    @Test
    void whatIsNoStoreAtAllIsDamagedToo() throws Exception {
        open().close();
        Files.writeString(folder.store(), "<html>not a database</html>".repeat(100));

        assertThrows(DamagedStoreException.class, this::open);
    }

    @Test
    void restoringKeepsThePresentOneBesideIt() throws Exception {
        try (var database = open()) {
            addInstance(database, "Loft");
            var backup = root.resolve("backup.db");
            assertEquals(1, database.copyTo(backup));
            addInstance(database, "Cellar");

            var kept = database.replaceWith(backup);

            assertEquals(1, repository(database).all().size());
            assertEquals(2, StoreCopies.look(kept).orElseThrow().instances());
        }
    }

    @Test
    void restoringWorksOverAStoreThatIsWholeNewerOrMissing() throws Exception {
        var backup = root.resolve("backup.db");
        try (var database = open()) {
            addInstance(database, "Loft");
            database.copyTo(backup);
            addInstance(database, "Cellar");
        }

        var whole = Database.restore(folder, clock, backup).orElseThrow();
        assertEquals(2, StoreCopies.look(whole).orElseThrow().instances());
        alter("pragma user_version = 999");
        var newer = Database.restore(folder, clock, backup).orElseThrow();
        assertEquals(999, StoreCopies.look(newer).orElseThrow().version());
        Files.delete(folder.store());
        assertEquals(Optional.empty(), Database.restore(folder, clock, backup));

        try (var database = open()) {
            assertEquals(1, repository(database).all().size());
        }
    }

    @Test
    void restoringWhileAnotherHasTheStoreIsRefused() {
        try (var database = open()) {
            addInstance(database, "Loft");
            var backup = root.resolve("backup.db");
            database.copyTo(backup);

            assertEquals(ProblemCode.STORE_BUSY, refused(() -> Database.restore(folder, clock, backup)));
        }
    }

    @Test
    void restoringFromWhatIsNoStoreChangesNothing() throws Exception {
        var hostile = Files.writeString(root.resolve("hostile.db"), "x".repeat(9000));
        try (var database = open()) {
            addInstance(database, "Loft");

            assertEquals(ProblemCode.BAD_FILE, refused(() -> database.replaceWith(hostile)));

            assertEquals(1, repository(database).all().size());
        }
    }

    @Test
    void sevenDailyFourWeeklyAndThreeOtherCopiesAreKept() throws Exception {
        try (var database = open()) {
            for (int day = 0; day < 60; day++) {
                database.copy(StoreCopy.Reason.DAILY);
                if (day % 10 == 0) {
                    database.copy(StoreCopy.Reason.BEFORE_BULK);
                }
                clock.pass(Duration.ofHours(24));
            }
            var copies = new StoreCopies(folder).good();
            var daily = copies.stream()
                    .filter(copy -> copy.reason() == StoreCopy.Reason.DAILY)
                    .toList();

            assertEquals(7 + 4, daily.size());
            assertEquals(3, copies.size() - daily.size());
            for (int i = 1; i < 7; i++) {
                assertEquals(
                        Duration.ofDays(1),
                        Duration.between(daily.get(i).at(), daily.get(i - 1).at()));
            }
            for (int i = 9; i < 11; i++) { // the first week is still growing
                assertEquals(
                        Duration.ofDays(7),
                        Duration.between(daily.get(i).at(), daily.get(i - 1).at()));
            }
        }
    }

    @Test
    void aCopyIsMadeWhileATransactionIsUnderWay() throws Exception {
        try (var database = open()) {
            addInstance(database, "Loft");
            var changed = new CountDownLatch(1);
            var copied = new CountDownLatch(1);
            var writer = Thread.ofVirtual()
                    .start(() -> database.atomically(() -> {
                        addInstance(database, "Cellar");
                        changed.countDown();
                        return await(copied);
                    }));
            changed.await();
            var copy = database.copy(StoreCopy.Reason.ASKED);
            copied.countDown();
            writer.join();

            assertEquals(1, copy.instances());
        }
    }

    @Test
    void aClosedStoreRefuses() {
        var database = open();
        database.close();
        database.close();

        assertThrows(IllegalStateException.class, () -> new SettingRepository(database).all());
        assertThrows(IllegalStateException.class, () -> new SettingRepository(database).save("a", "1"));
        assertFalse(Files.exists(folder.root().resolve("pilothouse.db-wal")));
    }

    @Test
    void whatIsDeletedLeavesTheFileWhenItIsCompactedAndTheTablesTellTheirSize() throws Exception {
        try (var database = open()) {
            var settings = new SettingRepository(database);
            for (int i = 0; i < 40; i++) {
                settings.save("filler" + i, "x".repeat(100_000));
            }
            settings.save("kept", "1");
            var largest = database.tableSizes().getFirst();
            assertEquals("setting", largest.table());
            assertTrue(largest.bytes() > 4_000_000, "was " + largest.bytes());

            database.transaction(connection -> Sql.update(connection, "delete from setting where name like 'filler%'"));
            database.compact();

            assertTrue(Files.size(folder.store()) < 3_000_000, "was " + Files.size(folder.store()));
            assertEquals(Optional.of("1"), settings.find("kept"));
            settings.save("after", "2");
            assertEquals(Optional.of("2"), settings.find("after"));
            assertTrue(database.passesCheck());
        }
    }

    @Test
    void theStoreIsNotCompactedWhileAnotherProgramHoldsIt() throws Exception {
        try (var database = open();
                var other = DriverManager.getConnection("jdbc:sqlite:" + folder.store());
                var statement = other.createStatement()) {
            statement.execute("begin");
            try (var rows = statement.executeQuery("select count(*) from setting")) {
                assertTrue(rows.next());
            }
            new SettingRepository(database).save("a", "1");

            var refused = assertThrows(StoreException.class, database::compact);
            assertEquals(ProblemCode.STORE_BUSY, refused.problem().code());

            statement.execute("rollback");
            database.compact();
        }
    }

    private Database open() {
        return Database.open(folder, clock);
    }

    private InstanceRepository repository(Database database) {
        return new InstanceRepository(database, clock, new Random(3));
    }

    private void addInstance(Database database, String name) {
        repository(database)
                .add(
                        Configuration.of(new KindId("sonarr"), name, Address.of("http://loft.test:8989/")),
                        Optional.empty());
    }

    private void alter(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.store());
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private List<String> tables() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.store())) {
            return Sql.list(connection, "select name from sqlite_schema where type = 'table'", row -> row.getString(1));
        }
    }

    private static ProblemCode refused(org.junit.jupiter.api.function.Executable wish) {
        return assertThrows(StoreException.class, wish).problem().code();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
