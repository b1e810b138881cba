package io.pilothouse.store;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.Owner;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The instances, live and in the trash. Thread-safe.
public final class InstanceRepository {

    public static final Duration TRASH_KEPT = Duration.ofDays(30);
    public static final Duration FORMER_NAMES_KEPT = Duration.ofDays(90);

    /// So often an id may turn out taken before something must be wrong with the randomness.
    private static final int MOST_DRAWS = 10_000;

    private static final String LIVE = "deleted_at_ms is null";

    /// What a row must satisfy to belong to the person at this computer; a table name with a dot may stand before it.
    static final String OWN = "owner = '" + Owner.LOCAL.value() + "'";

    private final Database database;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random need not be secret, must be safe on several threads only inside a transaction
    public InstanceRepository(Database database, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /// Stores a new instance at the end of the person's order, under an id that no instance has or
    /// ever had.
    ///
    /// @param legacyKey the key under which another tool knew it
    /// @return [Stored.Saved] or [Stored.NameTaken]
    public Stored add(Configuration configuration, Optional<String> legacyKey) {
        return database.transaction(connection -> {
            var taken = nameHolder(connection, configuration);
            if (taken.isPresent()) {
                return new Stored.NameTaken(taken.get());
            }
            var now = clock.instant();
            for (int draw = 0; draw < MOST_DRAWS; draw++) {
                var id = InstanceId.draw(configuration.kind(), now, random);
                if (insert(connection, id, configuration, legacyKey, now, now)) {
                    return saved(connection, id);
                }
            }
            throw new IllegalStateException("no free id after " + MOST_DRAWS + " draws at " + now);
        });
    }

    /// Stores an instance under the id it had elsewhere, for an import of our own export.
    ///
    /// @return [Stored.Saved] or [Stored.NameTaken]
    /// @throws IllegalArgumentException if an instance has that id, live or in the trash
    public Stored addKnown(InstanceId id, Configuration configuration, Instant createdAt, Optional<String> legacyKey) {
        return database.transaction(connection -> {
            var taken = nameHolder(connection, configuration);
            if (taken.isPresent()) {
                return new Stored.NameTaken(taken.get());
            }
            Sql.update(connection, "delete from spent_id where id = ?", id);
            if (!insert(connection, id, configuration, legacyKey, createdAt, clock.instant())) {
                throw new IllegalArgumentException("there is already an instance with the id " + id);
            }
            return saved(connection, id);
        });
    }

    /// Stores what a person decided about a live instance and raises its configuration version. The
    /// old name, if it changes, is remembered for [#FORMER_NAMES_KEPT].
    ///
    /// @param openedOn the configuration version that the change was made on
    /// @return [Stored.Saved], [Stored.NameTaken], [Stored.Outdated] or [Stored.Gone]
    public Stored update(InstanceId id, long openedOn, Configuration configuration) {
        return database.transaction(connection -> {
            var before = find(connection, id).filter(instance -> !instance.trashed());
            if (before.isEmpty()) {
                return new Stored.Gone();
            }
            if (before.get().configVersion() != openedOn) {
                return new Stored.Outdated(before.get());
            }
            var taken = nameHolder(connection, configuration).filter(holder -> !holder.equals(id));
            if (taken.isPresent()) {
                return new Stored.NameTaken(taken.get());
            }
            if (!before.get().kind().equals(configuration.kind())) {
                throw new IllegalArgumentException("the kind of " + id + " cannot become " + configuration.kind());
            }
            rememberName(connection, before.get(), configuration.name());
            var values = values(configuration);
            values.add(clock.instant());
            values.add(id);
            Sql.update(connection, """
                    update instance set
                        kind = ?, name = ?, name_key = ?, address = ?, second_address = ?, timeout_ms = ?,
                        proxy = ?, trust = ?, headers = ?, enabled = ?, priority = ?, group_name = ?, tags = ?,
                        colour = ?, monogram = ?, guard = ?, check_every_ms = ?, notes = ?, settings = ?,
                        config_version = config_version + 1, updated_at_ms = ?
                    where id = ?
                    """, values.toArray());
            return saved(connection, id);
        });
    }

    /// Raises the configuration version after a change of what is kept apart: a secret.
    ///
    /// @return [Stored.Saved] or [Stored.Gone]
    public Stored raiseVersion(InstanceId id) {
        return changed(
                id,
                "update instance set config_version = config_version + 1, updated_at_ms = ? where id = ? and " + LIVE,
                clock.instant(),
                id);
    }

    /// Stores who answered, at the first good test, or that the same one has a new version. Leaves
    /// the configuration version as it is.
    ///
    /// @return [Stored.Saved] or [Stored.Gone]
    public Stored recordIdentity(InstanceId id, RemoteIdentity identity) {
        return changed(
                id,
                "update instance set remote_identity = ? where id = ? and " + LIVE,
                InstanceJson.identity(identity),
                id);
    }

    /// Stores that a person accepts this identity from now on, and raises the configuration version.
    ///
    /// @return [Stored.Saved], [Stored.Outdated] or [Stored.Gone]
    public Stored acceptIdentity(InstanceId id, long openedOn, RemoteIdentity identity) {
        return database.transaction(connection -> {
            int rows = Sql.update(
                    connection,
                    "update instance set remote_identity = ?, config_version = config_version + 1, updated_at_ms = ? "
                            + "where id = ? and config_version = ? and " + LIVE,
                    InstanceJson.identity(identity),
                    clock.instant(),
                    id,
                    openedOn);
            var now = find(connection, id).filter(instance -> !instance.trashed());
            if (now.isEmpty()) {
                return new Stored.Gone();
            }
            return rows == 1 ? new Stored.Saved(now.get()) : new Stored.Outdated(now.get());
        });
    }

    /// Puts the live instances into this order; those not named follow in their present order.
    public void order(List<InstanceId> wanted) {
        database.transaction(connection -> {
            var order = new ArrayList<>(wanted);
            for (var instance : all(connection)) {
                if (!order.contains(instance.id())) {
                    order.add(instance.id());
                }
            }
            var rows = new ArrayList<@Nullable Object[]>();
            for (int place = 0; place < order.size(); place++) {
                rows.add(new Object[] {place + 1, order.get(place)});
            }
            Sql.updateEach(connection, "update instance set place = ? where id = ?", rows);
            return null;
        });
    }

    /// Moves a live instance to the trash, where it keeps everything for [#TRASH_KEPT].
    ///
    /// @return [Stored.Saved] or [Stored.Gone]
    public Stored trash(InstanceId id) {
        return changed(id, "update instance set deleted_at_ms = ? where id = ? and " + LIVE, clock.instant(), id);
    }

    /// Takes an instance back from the trash, with its id and all its history.
    ///
    /// @param name the name it gets, usually its own
    /// @return [Stored.Saved], [Stored.NameTaken] or [Stored.Gone]
    public Stored restore(InstanceId id, String name) {
        return database.transaction(connection -> {
            var before = find(connection, id).filter(Instance::trashed);
            if (before.isEmpty()) {
                return new Stored.Gone();
            }
            var configuration = before.get().configuration().withName(name);
            var taken = nameHolder(connection, configuration);
            if (taken.isPresent()) {
                return new Stored.NameTaken(taken.get());
            }
            rememberName(connection, before.get(), configuration.name());
            Sql.update(
                    connection,
                    "update instance set deleted_at_ms = null, name = ?, name_key = ? where id = ?",
                    configuration.name(),
                    nameKey(configuration.name()),
                    id);
            return saved(connection, id);
        });
    }

    /// Deletes an instance for good, with everything stored about it.
    ///
    /// @return whether there was one
    public boolean purge(InstanceId id) {
        return database.transaction(connection -> {
            Sql.update(
                    connection,
                    "insert or replace into spent_id (id, num, name, purged_at_ms) "
                            + "select id, num, name, ? from instance where id = ?",
                    clock.instant(),
                    id);
            return Sql.update(connection, "delete from instance where id = ?", id) == 1;
        });
    }

    /// Deletes for good what has been in the trash too long, and former names that nobody will
    /// look for any more.
    ///
    /// @return the instances that are gone now
    public List<InstanceId> forgetOld() {
        return database.transaction(connection -> {
            var now = clock.instant();
            Sql.update(connection, "delete from former_name where until_ms < ?", now.minus(FORMER_NAMES_KEPT));
            var old = Sql.list(
                    connection,
                    "select id from instance where deleted_at_ms < ? order by id",
                    row -> new InstanceId(row.getString(1)),
                    now.minus(TRASH_KEPT));
            old.forEach(this::purge);
            return old;
        });
    }

    /// @return live or in the trash
    public Optional<Instance> find(InstanceId id) {
        return database.read(connection -> find(connection, id));
    }

    /// @return the live instance of this kind with this name, without regard to case
    public Optional<Instance> findNamed(KindId kind, String name) {
        return database.read(connection -> Sql.first(
                connection,
                "select * from instance where kind = ? and name_key = ? and " + LIVE + " and " + OWN,
                InstanceRepository::instance,
                kind,
                nameKey(name.strip())));
    }

    /// @return live instances in the person's own order, then by id so that the order is total
    public List<Instance> all() {
        return database.read(InstanceRepository::all);
    }

    /// @return instances in the trash, newest first
    public List<Instance> trashed() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from instance where deleted_at_ms is not null and " + OWN
                        + " order by deleted_at_ms desc, id",
                InstanceRepository::instance));
    }

    /// @return instances in this store that belong to somebody else
    public Set<InstanceId> foreign() {
        return Set.copyOf(database.read(connection -> Sql.list(
                connection, "select id from instance where not " + OWN, row -> new InstanceId(row.getString(1)))));
    }

    /// @return names that instances had in the last [#FORMER_NAMES_KEPT], newest first
    public Map<InstanceId, List<String>> formerNames() {
        return database.read(connection -> {
            var names = new LinkedHashMap<InstanceId, List<String>>();
            Sql.list(
                            connection,
                            """
                            select instance.id as id, former_name.name as name from former_name
                            join instance on instance.num = former_name.instance_num
                            where until_ms >= ? order by until_ms desc, former_name.name
                            """,
                            row -> Map.entry(new InstanceId(row.getString("id")), row.getString("name")),
                            clock.instant().minus(FORMER_NAMES_KEPT))
                    .forEach(entry -> names.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                            .add(entry.getValue()));
            names.replaceAll((id, list) -> List.copyOf(list));
            return Map.copyOf(names);
        });
    }

    private Stored changed(InstanceId id, String sql, @Nullable Object... values) {
        return database.transaction(
                connection -> Sql.update(connection, sql, values) == 1 ? saved(connection, id) : new Stored.Gone());
    }

    private void rememberName(java.sql.Connection connection, Instance before, String newName) throws SQLException {
        if (before.name().equals(newName)) {
            return;
        }
        Sql.update(
                connection,
                "insert or replace into former_name (instance_num, name, until_ms) values (?, ?, ?)",
                before.num(),
                before.name(),
                clock.instant());
        Sql.update(connection, "delete from former_name where instance_num = ? and name = ?", before.num(), newName);
    }

    private static Stored saved(java.sql.Connection connection, InstanceId id) throws SQLException {
        return new Stored.Saved(find(connection, id).orElseThrow());
    }

    private static Optional<Instance> find(java.sql.Connection connection, InstanceId id) throws SQLException {
        return Sql.first(
                connection, "select * from instance where id = ? and " + OWN, InstanceRepository::instance, id);
    }

    private static List<Instance> all(java.sql.Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "select * from instance where " + LIVE + " and " + OWN + " order by place, id",
                InstanceRepository::instance);
    }

    private static Optional<InstanceId> nameHolder(java.sql.Connection connection, Configuration configuration)
            throws SQLException {
        return Sql.first(
                connection,
                "select id from instance where kind = ? and name_key = ? and " + LIVE,
                row -> new InstanceId(row.getString(1)),
                configuration.kind(),
                nameKey(configuration.name()));
    }

    /// @return whether the id was free
    private static boolean insert(
            java.sql.Connection connection,
            InstanceId id,
            Configuration configuration,
            Optional<String> legacyKey,
            Instant createdAt,
            Instant updatedAt)
            throws SQLException {
        var values = values(configuration);
        values.addAll(List.of(id, createdAt, updatedAt, legacyKey, id));
        return Sql.update(connection, """
                insert into instance (
                    kind, name, name_key, address, second_address, timeout_ms, proxy, trust, headers, enabled,
                    priority, group_name, tags, colour, monogram, guard, check_every_ms, notes, settings,
                    id, created_at_ms, updated_at_ms, legacy_key, config_version, place)
                select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1,
                    (select coalesce(max(place), 0) + 1 from instance)
                where not exists (select 1 from spent_id where id = ?)
                on conflict (id) do nothing
                """, values.toArray()) == 1;
    }

    private static List<@Nullable Object> values(Configuration configuration) {
        var connection = configuration.connection();
        return new ArrayList<>(List.of(
                configuration.kind(),
                configuration.name(),
                nameKey(configuration.name()),
                connection.address(),
                connection.second(),
                connection.timeout(),
                InstanceJson.proxy(connection.proxy()),
                InstanceJson.trust(connection.trust()),
                InstanceJson.headers(connection.headers()),
                configuration.enabled(),
                configuration.priority(),
                configuration.group(),
                InstanceJson.texts(configuration.tags()),
                configuration.colour(),
                configuration.monogram(),
                configuration.guard(),
                configuration.checkEvery(),
                configuration.notes(),
                InstanceJson.map(configuration.settings())));
    }

    private static Instance instance(ResultSet row) throws SQLException {
        var configuration = new Configuration(
                new KindId(row.getString("kind")),
                row.getString("name"),
                new Connection(
                        Address.of(row.getString("address")),
                        Sql.optionalText(row, "second_address").map(Address::of),
                        Duration.ofMillis(row.getLong("timeout_ms")),
                        InstanceJson.proxy(row.getString("proxy")),
                        InstanceJson.trust(row.getString("trust")),
                        InstanceJson.headers(row.getString("headers"))),
                row.getBoolean("enabled"),
                row.getInt("priority"),
                row.getString("group_name"),
                InstanceJson.texts(row.getString("tags")),
                IdentityColour.valueOf(row.getString("colour")),
                row.getString("monogram"),
                Sql.optionalText(row, "guard").map(GuardLevel::valueOf),
                Sql.optionalDuration(row, "check_every_ms"),
                row.getString("notes"),
                InstanceJson.map(row.getString("settings")));
        return new Instance(
                new InstanceId(row.getString("id")),
                row.getInt("num"),
                configuration,
                row.getInt("place"),
                row.getLong("config_version"),
                Sql.optionalText(row, "remote_identity").map(InstanceJson::identity),
                Sql.instant(row, "created_at_ms"),
                Sql.instant(row, "updated_at_ms"),
                Sql.optionalInstant(row, "deleted_at_ms"),
                Sql.optionalText(row, "legacy_key"));
    }

    /// Two names are the same when these are equal.
    static String nameKey(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
