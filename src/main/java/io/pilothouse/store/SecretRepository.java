package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Secrets of instances and the keys they are under, all of it encrypted before it gets here.
/// Thread-safe.
public final class SecretRepository {

    private static final String ALL = "select secret.*, instance.id as id from secret "
            + "join instance on num = instance_num join data_key on data_key.key_id = secret.key_id ";
    private static final String NEWEST_FIRST =
            " order by instance.id, field, secret.updated_at_ms desc, data_key.number desc";

    private final Database database;

    public SecretRepository(Database database) {
        this.database = database;
    }

    /// One encrypted value of one instance, live or in the trash.
    ///
    /// @param keyId the data key it is under
    public record SealedSecret(InstanceId id, String field, String keyId, SealedBytes sealed, Instant at) {}

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

    /// @return values of all fields, the newest of each field first; more than one of a field when an
    ///     older one is under another key
    public List<SealedSecret> of(InstanceId id) {
        return database.read(connection ->
                Sql.list(connection, ALL + "where instance.id = ?" + NEWEST_FIRST, SecretRepository::secret, id));
    }

    /// @return as [#of], of all instances
    public List<SealedSecret> all() {
        return database.read(connection -> Sql.list(connection, ALL + NEWEST_FIRST, SecretRepository::secret));
    }

    /// Stores values, each in place of the one of the same field under the same key. Of an instance
    /// that is gone nothing is stored.
    public void save(Collection<SealedSecret> secrets) {
        database.transaction(connection -> {
            var rows = new ArrayList<@Nullable Object[]>();
            for (var secret : secrets) {
                rows.add(new Object[] {
                    secret.field(),
                    secret.keyId(),
                    secret.sealed().nonce(),
                    secret.sealed().cipher(),
                    secret.at(),
                    secret.id()
                });
            }
            Sql.updateEach(
                    connection,
                    "insert or replace into secret (instance_num, field, key_id, nonce, cipher, updated_at_ms) "
                            + "select num, ?, ?, ?, ?, ? from instance where id = ?",
                    rows);
            return null;
        });
    }

    /// Deletes one value.
    public void delete(SealedSecret secret) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from secret where field = ? and key_id = ? "
                        + "and instance_num = (select num from instance where id = ?)",
                secret.field(),
                secret.keyId(),
                secret.id()));
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
                        "delete from data_key where key_id = ? and not exists (select 1 from secret where key_id = ?)",
                        keyId,
                        keyId)
                == 1);
    }

    private static SealedSecret secret(ResultSet row) throws SQLException {
        return new SealedSecret(
                new InstanceId(row.getString("id")),
                row.getString("field"),
                row.getString("key_id"),
                new SealedBytes(row.getBytes("nonce"), row.getBytes("cipher")),
                Sql.instant(row, "updated_at_ms"));
    }
}
