package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The store: one SQLite file that one process has open. Thread-safe. Transactions run one after
/// another on one connection, which is how SQLite writes anyway, so "database is locked" cannot happen
/// inside the program; reading goes on beside them and sees what is committed.
///
/// A transaction that returned is on the disk. Keep it short and never call the network in it. Never
/// call from the FX thread.
public final class Database implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Database.class.getName());

    private static final int READERS = 4;
    private static final Duration CHECK_EVERY = Duration.ofDays(1);
    /// A larger store is checked at start only after a crash; else by the daily copy, in the background.
    private static final long LARGEST_CHECKED_AT_START = 64L << 20;
    // the SQLite file format, sqlite.org/fileformat.html section 1.3
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final int VERSION_OFFSET = 60;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final DataFolder folder;
    private final InstantSource clock;
    private final Migrations migrations;
    private final StoreLock lock;
    private final LongAdder uses = new LongAdder();
    private volatile boolean damageSeen;
    private volatile boolean diskFull;
    private final StoreCopies copies;

    /// Held for reading by every use of the store, for writing while the file is exchanged or closed.
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore readers = new Semaphore(READERS);
    private final ConcurrentLinkedDeque<Connection> idleReaders = new ConcurrentLinkedDeque<>();
    private @Nullable Connection writer;
    private Instant checkedAt;

    /// Whether the transaction under way has to be rolled back though nobody threw at its end.
    private boolean spoilt;

    private Database(
            DataFolder folder, InstantSource clock, Migrations migrations, StoreLock lock, StoreCopies copies) {
        this.folder = folder;
        this.clock = clock;
        this.migrations = migrations;
        this.lock = lock;
        this.copies = copies;
        this.checkedAt = Instant.EPOCH;
    }

    /// Opens the store in `folder`, making what is missing and bringing an older one up to date.
    ///
    /// @throws StoreException        with `store-busy` if another process has it, `store-newer` if a
    ///                               newer Pilothouse wrote it (it stays untouched), `store-io` if the
    ///                               folder cannot be written
    /// @throws DamagedStoreException if the file is damaged; it stays as it is
    public static Database open(DataFolder folder, InstantSource clock) {
        return open(folder, clock, Migrations.ALL);
    }

    static Database open(DataFolder folder, InstantSource clock, Migrations migrations) {
        folder.create();
        var lock = StoreLock.take(folder);
        try {
            var database = new Database(folder, clock, migrations, lock, new StoreCopies(folder));
            database.openFile();
            return database;
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /// Puts a copy in the place of the store in `folder`, whatever state that is in: whole, damaged, of a
    /// newer Pilothouse, or missing. Nobody has it open before or afterwards.
    ///
    /// @param copy one of a damaged store's good copies, or a backup file
    /// @return where the store before is kept; empty if there was none
    /// @throws StoreException with `bad-file` if `copy` is no good store, `store-busy` if another
    ///                        process has the present one; nothing is changed then
    public static Optional<Path> restore(DataFolder folder, InstantSource clock, Path copy) {
        if (Files.exists(folder.store())) {
            try (var present = open(folder, clock)) { // brings its log home, so that the kept file is complete
                return Optional.of(present.replaceWith(copy));
            } catch (StoreException e) {
                if (e.problem().code() != ProblemCode.STORE_DAMAGED
                        && e.problem().code() != ProblemCode.STORE_NEWER) {
                    throw e;
                }
            }
        }
        folder.create();
        try (var lock = StoreLock.take(folder)) {
            boolean had = Files.exists(folder.store());
            var database = new Database(folder, clock, Migrations.ALL, lock, new StoreCopies(folder));
            var kept = database.exchange(copy, "replaced");
            lock.writeOpen(); // so that the next start looks it over
            return Optional.of(kept).filter(any -> had);
        }
    }

    /// Moves a store that cannot be used out of the way, so that the next [#open] makes a new one.
    ///
    /// @return where it is kept; empty if there was none
    /// @throws StoreException with `store-busy` if another process has it
    public static Optional<Path> setAside(DataFolder folder, InstantSource clock) {
        folder.create();
        try (var _ = StoreLock.take(folder)) {
            if (!Files.exists(folder.store())) {
                return Optional.empty();
            }
            var kept = keep(folder, clock.instant(), "set-aside");
            Files.delete(folder.store());
            return Optional.of(kept);
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    /// Copies a damaged store to a folder of its own inside `folder`, where [#open] takes it as it is: what can
    /// be read of it can be looked at, and the store itself stays untouched. An earlier look is thrown away.
    ///
    /// @throws StoreException with `store-io` if there is no room for it, `store-busy` if an earlier look is open
    public static DataFolder copyForLook(DataFolder folder, InstantSource clock) {
        var look = folder.look();
        try {
            look.create();
            try (var lock = StoreLock.take(look)) { // first: somebody may be looking at the earlier copy
                for (var ending : List.of("", "-wal", "-shm")) {
                    var name = folder.store().getFileName() + ending;
                    Files.deleteIfExists(look.root().resolve(name));
                    if (!ending.equals("-shm") && Files.exists(folder.root().resolve(name))) {
                        Files.copy(folder.root().resolve(name), look.root().resolve(name));
                    }
                }
                lock.writeClosed(clock.instant()); // so that the check that it failed is not made again
            }
            return look;
        } catch (IOException e) {
            throw StoreException.of(look.root(), e);
        }
    }

    public DataFolder folder() {
        return folder;
    }

    /// @return whether the last change was refused because the disk is full
    public boolean diskFull() {
        return diskFull;
    }

    /// @return how many migrations this program knows
    public static int newestVersion() {
        return Migrations.ALL.newest();
    }

    /// @return how many migrations the store has
    public int version() {
        return migrations.newest();
    }

    /// @return how often the store was read or written since it was opened, for measuring
    public long uses() {
        return uses.sum();
    }

    /// Runs `work` on what is committed, all of it at one moment. Inside [#atomically] it sees what
    /// that transaction has changed so far.
    <T> T read(SqlWork<T> work) {
        if (writing.isHeldByCurrentThread()) {
            return transaction(work);
        }
        uses.increment();
        gate.readLock().lock();
        try {
            readers.acquireUninterruptibly();
            try {
                return readOnOneOf(idleReaders, work);
            } catch (SQLException e) {
                throw failed("read the store", e);
            } finally {
                readers.release();
            }
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Runs `work` in one transaction: all of it is kept, or none of it. Inside [#atomically] it is a
    /// part of that transaction.
    <T> T transaction(SqlWork<T> work) {
        return this.<T, RuntimeException>atomically(() -> {
            try {
                return work.run(writer());
            } catch (SQLException e) {
                throw failed("write the store", e);
            }
        });
    }

    /// Runs several calls of repositories in one transaction: all of them are kept, or none. May be
    /// nested; a failure anywhere inside undoes the outermost whole.
    public <T, X extends Exception> T atomically(Changes<T, X> changes) throws X {
        uses.increment();
        gate.readLock().lock();
        writing.lock();
        try {
            if (writing.getHoldCount() > 1) {
                boolean kept = false;
                try {
                    T result = changes.make();
                    kept = true;
                    return result;
                } finally {
                    spoilt |= !kept;
                }
            }
            return outermost(changes);
        } finally {
            writing.unlock();
            gate.readLock().unlock();
        }
    }

    /// Several changes that belong together.
    @FunctionalInterface
    public interface Changes<T, X extends Exception> {
        T make() throws X;
    }

    /// Writes a checked copy of the store, beside reading and writing, and thins out older ones.
    public StoreCopy copy(StoreCopy.Reason reason) {
        var copy = copying(connection -> copies.make(connection, reason, clock.instant()));
        copies.thinOut();
        return copy;
    }

    /// Writes a checked copy of the store to `target`, beside reading and writing.
    ///
    /// @return instances in it that are not in the trash
    public int copyTo(Path target) {
        return copying(connection -> {
                    try {
                        return StoreCopies.write(connection, target.toAbsolutePath());
                    } catch (IOException e) {
                        throw StoreException.of(target.toAbsolutePath().getParent(), e);
                    }
                })
                .instances();
    }

    /// Puts a copy in the place of the present store, which is kept beside it.
    ///
    /// @return where the present one is kept
    /// @throws StoreException with `bad-file` if `copy` is no good store; nothing is changed then
    public Path replaceWith(Path copy) {
        gate.writeLock().lock();
        try {
            closeConnections();
            try {
                return exchange(copy, "before-restore");
            } finally {
                openFile();
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    /// Forgets what is kept of the file in memory: it is read again when it is wanted.
    public void giveMemoryBack() {
        transaction(connection -> Sql.update(connection, "pragma shrink_memory"));
        gate.readLock().lock();
        try {
            for (var idle = idleReaders.pollFirst(); idle != null; idle = idleReaders.pollFirst()) {
                idle.close();
            }
        } catch (SQLException e) {
            throw failed("read the store", e);
        } finally {
            gate.readLock().unlock();
        }
    }

    /// @return what tables take in the file with their indices, the largest first; reads the whole file
    public List<TableSize> tableSizes() {
        return read(connection ->
                Sql.list(connection, """
                select coalesce(tbl_name, stat.name) as belongs_to, sum(pgsize) as bytes
                from dbstat as stat left join sqlite_schema as item on item.name = stat.name
                where aggregate = true group by belongs_to order by bytes desc, belongs_to
                """, row -> new TableSize(row.getString("belongs_to"), row.getLong("bytes"))));
    }

    /// What a table takes with its indices.
    public record TableSize(String table, long bytes) {}

    /// Writes the file anew without the room that deleted rows left in it. All others wait meanwhile.
    ///
    /// @throws StoreException with `store-busy` if another program has it open and reads or writes it now, nothing
    ///                        is changed then; with `store-io` if there is no room on the disk
    public void compact() {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("the store is not compacted within a transaction");
        }
        gate.writeLock().lock();
        try {
            writer(); // refuses when closed
            try (var connection = Connections.compacting(folder.store())) {
                bringLogHome(connection);
                Sql.update(connection, "vacuum");
                bringLogHome(connection);
            }
        } catch (SQLException e) {
            throw failed("compact the store", e);
        } finally {
            gate.writeLock().unlock();
        }
    }

    /// Empties the log into the file, which goes only while nobody else uses it.
    private static void bringLogHome(Connection connection) throws SQLException {
        if (Sql.number(connection, "pragma wal_checkpoint(truncate)") != 0) {
            throw new SQLiteException("the log is in use", SQLiteErrorCode.SQLITE_BUSY);
        }
    }

    /// Looks the whole file over.
    ///
    /// @return whether it is whole
    public boolean passesCheck() {
        return read(StoreCopies::passesCheck);
    }

    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (writer != null) {
                closeConnections();
                if (!damageSeen) { // else the next start looks the whole file over
                    lock.writeClosed(checkedAt);
                }
                lock.close();
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    private StoreException failed(String doing, SQLException cause) {
        damageSeen |= StoreException.damage(cause);
        diskFull |= StoreException.full(cause);
        return StoreException.of(doing, cause);
    }

    private <T> T copying(SqlWork<T> work) {
        gate.readLock().lock();
        try (var connection = Connections.reading(folder.store())) {
            return work.run(connection);
        } catch (SQLException e) {
            throw failed("copy the store", e);
        } finally {
            gate.readLock().unlock();
        }
    }

    private <T, X extends Exception> T outermost(Changes<T, X> changes) throws X {
        var connection = writer();
        boolean kept = false;
        try {
            connection.setAutoCommit(false);
            spoilt = false;
            T result = changes.make();
            if (spoilt) {
                throw new IllegalStateException("a part of this transaction failed and was ignored");
            }
            connection.commit();
            kept = true;
            diskFull = false;
            return result;
        } catch (SQLException e) {
            throw failed("write the store", e);
        } finally {
            end(connection, kept);
        }
    }

    /// SQLite may have rolled back by itself, as on a full disk: then it refuses both steps, and the second
    /// is still needed for the next transaction to begin. The failure under way is the one that counts.
    private static void end(Connection connection, boolean kept) {
        try {
            if (!kept) {
                connection.rollback();
            }
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "taking back a transaction of the store was refused", e);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the end of a transaction of the store was refused", e);
        }
    }

    private <T> T readOnOneOf(ConcurrentLinkedDeque<Connection> idle, SqlWork<T> work) throws SQLException {
        writer(); // refuses when closed
        var taken = idle.pollFirst();
        var connection = taken != null ? taken : Connections.reading(folder.store());
        boolean good = false;
        try {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.commit();
            good = true;
            return result;
        } finally {
            if (good) {
                idle.addFirst(connection);
            } else {
                connection.close();
            }
        }
    }

    private Connection writer() {
        if (writer == null) {
            throw new IllegalStateException("the store is closed");
        }
        return writer;
    }

    private void closeConnections() {
        try {
            for (Connection reader; (reader = idleReaders.pollFirst()) != null; ) {
                reader.close();
            }
            var last = writer;
            writer = null;
            if (last != null) {
                last.close();
            }
        } catch (SQLException e) {
            throw StoreException.of("close the store", e);
        }
    }

    private void openFile() {
        var store = folder.store();
        try {
            boolean existed = Files.exists(store) && Files.size(store) > 0;
            var lastCheck = lock.checkedAt();
            if (existed) {
                refuseNewer(store);
            } else {
                createStore(store);
            }
            lock.writeOpen();
            var connection = Connections.writing(store);
            try {
                checkedAt = existed ? check(connection, lastCheck) : clock.instant();
                update(connection);
            } catch (SQLException | RuntimeException | Error e) {
                connection.close();
                throw e;
            }
            writer = connection;
        } catch (SQLException e) {
            throw StoreException.damage(e) ? damaged(e) : StoreException.of("open the store", e);
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    private static void createStore(Path store) throws IOException {
        try {
            DataFolder.createPrivateFile(store);
        } catch (FileAlreadyExistsException e) {
            // empty: the program died before it wrote anything
        }
    }

    private Instant check(Connection connection, @Nullable Instant lastCheck) throws SQLException, IOException {
        var now = clock.instant();
        boolean due = lastCheck == null
                || lastCheck.plus(CHECK_EVERY).isBefore(now) && Files.size(folder.store()) <= LARGEST_CHECKED_AT_START;
        if (!due) {
            return lastCheck;
        }
        if (!StoreCopies.passesCheck(connection)) {
            throw damaged(null);
        }
        return now;
    }

    private void update(Connection connection) throws SQLException {
        int version = Migrations.version(connection);
        if (version < migrations.newest()) {
            if (version > 0) {
                copies.make(connection, StoreCopy.Reason.BEFORE_MIGRATION, clock.instant());
                copies.thinOut();
            }
            migrations.apply(connection);
        }
    }

    /// Reads the version without opening the file as a database, so that a newer one stays untouched
    /// to the byte.
    private void refuseNewer(Path store) throws IOException, SQLException {
        var header = ByteBuffer.allocate(HEADER_BYTES);
        try (var channel = FileChannel.open(store, StandardOpenOption.READ)) {
            channel.read(header, 0);
        }
        if (header.hasRemaining() || !Arrays.equals(header.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw damaged(null);
        }
        int version = header.getInt(VERSION_OFFSET);
        if (version <= migrations.newest() && Files.exists(store.resolveSibling(store.getFileName() + "-wal"))) {
            try (var connection = Connections.reading(store)) { // the newest version may still be in the log
                version = Migrations.version(connection);
            }
        }
        if (version > migrations.newest()) {
            throw newer(store, version, migrations.newest());
        }
    }

    private static StoreException newer(Path store, int version, int known) {
        return new StoreException(new Problem(
                ProblemCode.STORE_NEWER,
                "The store " + store + " was written by a newer Pilothouse (schema " + version + ", this one knows "
                        + known + "). It is left untouched.",
                "Start the newer Pilothouse, or use a copy from before with another folder by --data."));
    }

    private DamagedStoreException damaged(@Nullable Throwable cause) {
        return new DamagedStoreException(new DamagedStore(folder.store(), copies.good()), cause);
    }

    /// Moves the present file and its log aside and `copy` into its place. The store is not open.
    private Path exchange(Path copy, String why) {
        var content = StoreCopies.look(copy)
                .orElseThrow(() -> new StoreException(new Problem(
                        ProblemCode.BAD_FILE,
                        "The file " + copy + " is not a good copy of a store.",
                        "Choose another copy; the present store is unchanged.")));
        if (content.version() > migrations.newest()) {
            throw newer(copy, content.version(), migrations.newest());
        }
        try {
            var store = folder.store();
            var fresh = store.resolveSibling(store.getFileName() + ".part");
            Files.deleteIfExists(fresh);
            DataFolder.createPrivateFile(fresh);
            Files.copy(copy, fresh, StandardCopyOption.REPLACE_EXISTING);
            StoreCopies.sync(fresh);
            var kept = keep(folder, clock.instant(), why);
            Files.move(fresh, store, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return kept;
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    /// Copies the present file aside, with its log, which must not meet another file.
    private static Path keep(DataFolder folder, Instant now, String why) throws IOException {
        var store = folder.store();
        DataFolder.createPrivateFolder(folder.kept());
        var kept = freeName(folder, "pilothouse-" + why + "-" + STAMP.format(now));
        for (var ending : List.of("-wal", "-shm")) {
            var part = store.resolveSibling(store.getFileName() + ending);
            if (Files.exists(part)) {
                Files.move(part, kept.resolveSibling(kept.getFileName() + ending));
            }
        }
        if (Files.exists(store)) {
            Files.copy(store, kept, StandardCopyOption.COPY_ATTRIBUTES); // at no moment is there no store
            StoreCopies.sync(kept);
        }
        return kept;
    }

    private static Path freeName(DataFolder folder, String name) {
        var path = folder.kept().resolve(name + ".db");
        for (int n = 2; Files.exists(path); n++) {
            path = folder.kept().resolve(name + "-" + n + ".db");
        }
        return path;
    }

    /// @return when the file was last found whole
    public Optional<Instant> checkedAt() {
        return Optional.of(checkedAt).filter(Instant.EPOCH::isBefore);
    }
}
