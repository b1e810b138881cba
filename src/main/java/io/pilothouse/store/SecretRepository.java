package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Secrets of instances and the keys they are under, all of it encrypted before it gets here.
/// Thread-safe.
public final class SecretRepository {

    private static final String VALUE = "v.field, v.key_id, v.nonce, v.cipher, v.updated_at_ms ";
    private static final String OWN =
            "select i.id as owner, " + VALUE + "from secret v join instance i on i.num = v.instance_num ";
    private static final String SHARED = "select h.key as owner, " + VALUE
            + "from shared_secret v join secret_holder h on h.number = v.holder_number ";
    private static final String EVERYBODY =
            "join secret_user u on u.holder_number = h.number " + "join instance i on i.num = u.instance_num ";
    private static final String USED = EVERYBODY + "where i.id = ?";
    private static final String NEWEST_FIRST =
            ") s join data_key d on d.key_id = s.key_id order by s.owner, s.field, s.updated_at_ms desc, d.number desc";
    private static final String NEWEST_OF_FIELD_FIRST =
            ") s join data_key d on d.key_id = s.key_id order by s.field, s.updated_at_ms desc, d.number desc";

    private final Database database;

    public SecretRepository(Database database) {
        this.database = database;
    }

    /// One encrypted value of one instance, live or in the trash, or of a record that several instances
    /// share.
    ///
    /// @param owner id of the instance, or key of the record
    /// @param keyId the data key it is under
    public record SealedSecret(String owner, String field, String keyId, SealedBytes sealed, Instant at) {

        public SealedSecret(InstanceId id, String field, String keyId, SealedBytes sealed, Instant at) {
            this(id.value(), field, keyId, sealed, at);
        }

        boolean shared() {
            return owner.startsWith(HOLDER);
        }
    }

    /// How the keys of records begin that several instances share; no id of an instance does.
    private static final String HOLDER = "#";

    /// Encrypted bytes.
    ///
    /// @param nonce 12 bytes, never the same twice under one key
    public record SealedBytes(byte[] nonce, byte[] cipher) {}

    /// One data key.
    ///
    /// @param phrase the recovery phrase, under the key itself
    public record DataKey(String keyId, Instant createdAt, SealedBytes phrase) {}

    /// Who can open a data key.
    public enum Keeper {
        /// The operating system's key store.
        KEY_STORE,
        PASSPHRASE,
        /// A file that only its owner may read.
        KEY_FILE,
        RECOVERY_PHRASE
    }

    /// A data key as one keeper can open it.
    ///
    /// @param parameters JSON, what is needed beside the keeper's own key
    public record Wrap(String keyId, Keeper keeper, String parameters, SealedBytes sealed) {}

    /// @return values of all fields, its own and those it shares, the newest of each field first; more than
    ///     one of a field when an older one is under another key
    public List<SealedSecret> of(InstanceId id) {
        return database.read(connection -> Sql.list(
                connection,
                "select s.* from (" + OWN + "where i.id = ? union all " + SHARED + USED + NEWEST_OF_FIELD_FIRST,
                SecretRepository::secret,
                id,
                id));
    }

    /// @param word of a record
    /// @return as [#of], of that record alone
    public List<SealedSecret> ofHolder(String word) {
        return database.read(connection -> Sql.list(
                connection,
                "select s.* from (" + SHARED + "where h.key = ?" + NEWEST_OF_FIELD_FIRST,
                SecretRepository::secret,
                HOLDER + word));
    }

    /// @return every value once, the newest of each owner's field first
    public List<SealedSecret> all() {
        return database.read(connection -> Sql.list(
                connection,
                "select s.* from (" + OWN + "union all " + SHARED + NEWEST_FIRST,
                SecretRepository::secret));
    }

    /// @return as [#of], for every instance that has secrets, its own or shared ones
    public Map<InstanceId, List<SealedSecret>> byInstance() {
        return database.read(connection -> {
            var all = new LinkedHashMap<InstanceId, List<SealedSecret>>();
            Sql.list(
                            connection,
                            "select s.* from (" + OWN.replace("select ", "select i.id as user, ") + "union all "
                                    + SHARED.replace("select ", "select i.id as user, ") + EVERYBODY
                                    + NEWEST_OF_FIELD_FIRST,
                            row -> Map.entry(new InstanceId(row.getString("user")), secret(row)))
                    .forEach(entry -> all.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                            .add(entry.getValue()));
            return all;
        });
    }

    /// @return the record that each instance shares with others
    public Map<InstanceId, String> holders() {
        return database.read(connection -> Sql.map(
                connection,
                "select i.id, h.key from secret_user u join instance i on i.num = u.instance_num "
                        + "join secret_holder h on h.number = u.holder_number",
                row -> new InstanceId(row.getString("id")),
                row -> row.getString("key")));
    }

    /// Makes a record that instances can share.
    ///
    /// @param word that no other has
    /// @return its key
    public String addHolder(String word, Instant now) {
        var key = HOLDER + word;
        database.transaction(connection ->
                Sql.update(connection, "insert into secret_holder (key, created_at_ms) values (?, ?)", key, now));
        return key;
    }

    /// Makes a record of the program itself, which no instance uses, unless there is one.
    ///
    /// @return its key
    public String keepHolder(String word, Instant now) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or ignore into secret_holder (key, created_at_ms) values (?, ?)",
                HOLDER + word,
                now));
        return HOLDER + word;
    }

    /// Lets an instance use the secrets of a record.
    public void share(InstanceId id, String holder) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or replace into secret_user (instance_num, holder_number) "
                        + "select i.num, h.number from instance i, secret_holder h where i.id = ? and h.key = ?",
                id,
                holder));
    }

    /// Lets an instance share no longer; a record that nobody uses is gone.
    public void part(InstanceId id) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from secret_user where instance_num = (select num from instance where id = ?)",
                id));
    }

    /// Stores values, each in place of the one of the same field under the same key. Of an owner that is
    /// gone nothing is stored.
    public void save(Collection<SealedSecret> secrets) {
        database.transaction(connection -> {
            var own = new ArrayList<@Nullable Object[]>();
            var shared = new ArrayList<@Nullable Object[]>();
            for (var secret : secrets) {
                (secret.shared() ? shared : own).add(new Object[] {
                    secret.field(),
                    secret.keyId(),
                    secret.sealed().nonce(),
                    secret.sealed().cipher(),
                    secret.at(),
                    secret.owner()
                });
            }
            Sql.updateEach(
                    connection,
                    "insert or replace into secret (instance_num, field, key_id, nonce, cipher, updated_at_ms) "
                            + "select num, ?, ?, ?, ?, ? from instance where id = ?",
                    own);
            Sql.updateEach(
                    connection,
                    "insert or replace into shared_secret (holder_number, field, key_id, nonce, cipher, updated_at_ms) "
                            + "select number, ?, ?, ?, ?, ? from secret_holder where key = ?",
                    shared);
            return null;
        });
    }

    /// Deletes one value.
    public void delete(SealedSecret secret) {
        var where = secret.shared()
                ? "shared_secret where field = ? and key_id = ? "
                        + "and holder_number = (select number from secret_holder where key = ?)"
                : "secret where field = ? and key_id = ? "
                        + "and instance_num = (select num from instance where id = ?)";
        database.transaction(connection ->
                Sql.update(connection, "delete from " + where, secret.field(), secret.keyId(), secret.owner()));
    }

    /// @return newest first: the one in use first
    public List<DataKey> keys() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from data_key order by number desc",
                row -> new DataKey(
                        row.getString("key_id"),
                        Sql.instant(row, "created_at_ms"),
                        new SealedBytes(row.getBytes("phrase_nonce"), row.getBytes("phrase_cipher")))));
    }

    /// @return by key, then by keeper
    public List<Wrap> wraps() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from key_wrap order by key_id, keeper",
                row -> new Wrap(
                        row.getString("key_id"),
                        Keeper.valueOf(row.getString("keeper")),
                        row.getString("parameters"),
                        new SealedBytes(row.getBytes("nonce"), row.getBytes("cipher")))));
    }

    /// Stores a data key with everything that can open it.
    public void saveKey(DataKey key, Collection<Wrap> wraps) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    "insert into data_key (key_id, created_at_ms, phrase_nonce, phrase_cipher) values (?, ?, ?, ?) "
                            + "on conflict (key_id) do update set "
                            + "phrase_nonce = excluded.phrase_nonce, phrase_cipher = excluded.phrase_cipher",
                    key.keyId(),
                    key.createdAt(),
                    key.phrase().nonce(),
                    key.phrase().cipher());
            wraps.forEach(this::saveWrap);
            return null;
        });
    }

    public void saveWrap(Wrap wrap) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or replace into key_wrap (key_id, keeper, parameters, nonce, cipher) values (?, ?, ?, ?, ?)",
                wrap.keyId(),
                wrap.keeper(),
                wrap.parameters(),
                wrap.sealed().nonce(),
                wrap.sealed().cipher()));
    }

    public void deleteWrap(String keyId, Keeper keeper) {
        database.transaction(connection ->
                Sql.update(connection, "delete from key_wrap where key_id = ? and keeper = ?", keyId, keeper));
    }

    /// Deletes a data key and its wraps, if no value is under it any more.
    ///
    /// @return whether it is gone
    public boolean deleteKeyIfUnused(String keyId) {
        return database.transaction(connection -> Sql.update(
                        connection,
                        "delete from data_key where key_id = ? and not exists (select 1 from secret where key_id = ?) "
                                + "and not exists (select 1 from shared_secret where key_id = ?)",
                        keyId,
                        keyId,
                        keyId)
                == 1);
    }

    private static SealedSecret secret(ResultSet row) throws SQLException {
        return new SealedSecret(
                row.getString("owner"),
                row.getString("field"),
                row.getString("key_id"),
                new SealedBytes(row.getBytes("nonce"), row.getBytes("cipher")),
                Sql.instant(row, "updated_at_ms"));
    }
}
