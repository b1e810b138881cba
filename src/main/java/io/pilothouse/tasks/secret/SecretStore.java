package io.pilothouse.tasks.secret;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.SecretRepository;
import io.pilothouse.store.SecretRepository.Keeper;
import io.pilothouse.store.SecretRepository.SealedSecret;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.secret.KeyStatus.Protection;
import io.pilothouse.tasks.secret.KeyStatus.State;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The secrets of instances. Each value is encrypted under one data key; the data key is kept by the
/// operating system's key store, else by a passphrase, else by a file, and always also by the recovery
/// phrase. Thread-safe. Everything except [#status] and [#start] blocks: call it from a task.
///
/// A value that cannot be decrypted is never overwritten: what is entered anew is stored beside it.
public final class SecretStore implements InstanceSecrets, ProgramSecrets {

    /// So many characters a new passphrase has.
    public static final int LEAST_PASSPHRASE = 8;

    private final Database database;
    private final SecretRepository secrets;
    private final InstanceRepository instances;
    private final KeyPlace keyStore;
    private final Redactor redactor;
    private final InstantSource clock;
    private final Sealing sealing;
    private final DataKeys keys;
    private final ThreadFactory threads;
    private final SharedSecrets sharing;

    private final Published<KeyStatus> status =
            new Published<>(new KeyStatus(State.OPENING, Protection.NONE, "", false, Optional.empty(), Set.of()));
    private final ReentrantLock publishing = new ReentrantLock();

    /// @param threads makes threads that may hang in the key store for ever without holding up the end
    ///                of the program
    public SecretStore(
            Database database,
            SecretRepository secrets,
            InstanceRepository instances,
            Keeping keeping,
            Redactor redactor,
            InstantSource clock,
            SecureRandom random,
            ThreadFactory threads) {
        this.database = database;
        this.secrets = secrets;
        this.instances = instances;
        this.keyStore = keeping.keyStore();
        this.redactor = redactor;
        this.clock = clock;
        this.sealing = new Sealing(random);
        this.threads = threads;
        this.keys = new DataKeys(database, secrets, keeping, redactor, clock, random, sealing, threads);
        this.sharing = new SharedSecrets(this, database, secrets, clock, random);
    }

    /// Whether secrets can be read. To be watched: a key store may answer late.
    public Published<KeyStatus> status() {
        return status;
    }

    /// Begins to open the data key, without waiting for it. The key store may ask the person something;
    /// however long that takes, only secrets wait for it.
    public void start() {
        keys.start(this::publish);
    }

    /// Waits until what keeps the data key has answered, but no longer than this.
    ///
    /// @return whether it has, so that the status says how it is
    public boolean answered(Duration atMost) throws InterruptedException {
        return keys.answered(atMost);
    }

    /// The status once what keeps the data key has answered.
    ///
    /// @throws ProblemException if it did not within our patience
    public KeyStatus awaitedStatus() throws ProblemException {
        keys.awaitPlaces();
        return status.get();
    }

    /// Waits for the key store no longer than our patience.
    @Override
    public Secrets read(InstanceId id) throws ProblemException {
        return read(secrets.of(id), () -> "The secret of " + nameOf(id));
    }

    @Override
    public Secrets readOfProgram(String part) throws ProblemException {
        return read(secrets.ofHolder(part), () -> "The secret of " + part);
    }

    private Secrets read(List<SealedSecret> sealed, Supplier<String> what) throws ProblemException {
        if (sealed.isEmpty()) {
            return Secrets.NONE;
        }
        var readable = open(sealed);
        if (readable.isEmpty()) {
            keys.awaitPlaces();
            readable = open(sealed);
        }
        return readable.orElseThrow(() -> new ProblemException(DataKeys.locked(what.get())));
    }

    @Override
    public Set<String> fields(InstanceId id) {
        return secrets.of(id).stream().map(SealedSecret::field).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> fieldsOfProgram(String part) {
        return secrets.ofHolder(part).stream().map(SealedSecret::field).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void changeOfProgram(String part, Map<String, Optional<Secret>> changes) throws ProblemException {
        var sealed = sealed(secrets.keepHolder(part, clock.instant()), changes);
        database.atomically(() -> {
            replace(secrets.ofHolder(part), changes, sealed);
            return null;
        });
        publish();
    }

    @Override
    public void whenLocksChange(Runnable listener) {
        var told = new AtomicReference<>(locked());
        status.subscribe(change -> threads.newThread(change).start(), _ -> {
            if (isNews(told)) {
                listener.run();
            }
        });
    }

    /// Reads and remembers in one: of two threads the slower one would remember what is no longer so, and the
    /// next change back to it be told to nobody.
    private synchronized boolean isNews(AtomicReference<Set<InstanceId>> told) {
        var now = locked();
        return !now.equals(told.getAndSet(now));
    }

    @Override
    public Set<InstanceId> locked() {
        return status.get().locked();
    }

    /// Makes the first data key where there is none, which may ask the key store.
    @Override
    public void prepare() throws ProblemException {
        keys.keyInUse();
    }

    /// Where the data key is lost, a new one is made: what is under the old one stays. Who shares its secrets
    /// has its own from then on, if they differ.
    @Override
    public void change(InstanceId id, Map<String, Optional<Secret>> changes) throws ProblemException {
        var now = secrets.of(id);
        var before = open(now);
        boolean shares = now.stream().anyMatch(it -> !it.owner().equals(id.value()));
        if (shares && before.isPresent()) {
            var after = changed(before.get(), changes);
            if (!after.equals(before.get())) {
                var all = new HashMap<String, Optional<Secret>>();
                after.byField().forEach((field, value) -> all.put(field, Optional.of(value)));
                var sealed = sealed(id.value(), all);
                database.atomically(() -> {
                    secrets.part(id);
                    replace(secrets.of(id), changes, sealed);
                    return null;
                });
            }
        } else {
            // beside a shared one that cannot be read, which stays for the day it can
            var sealed = sealed(id.value(), changes);
            database.atomically(() -> {
                replace(ownedBy(id.value(), secrets.of(id)), changes, sealed);
                return null;
            });
        }
        publish(id);
    }

    private static Secrets changed(Secrets before, Map<String, Optional<Secret>> changes) {
        var after = new HashMap<>(before.byField());
        changes.forEach(
                (field, value) -> value.ifPresentOrElse(secret -> after.put(field, secret), () -> after.remove(field)));
        return new Secrets(after);
    }

    List<SealedSecret> sealed(String owner, Map<String, Optional<Secret>> changes) throws ProblemException {
        changes.values().forEach(value -> value.ifPresent(redactor::remember));
        var sealed = new ArrayList<SealedSecret>();
        if (changes.values().stream().anyMatch(Optional::isPresent)) {
            var key = keys.keyInUse();
            var now = clock.instant();
            changes.forEach((field, value) -> value.ifPresent(secret -> sealed.add(new SealedSecret(
                    owner, field, key.id(), sealing.seal(key.bytes(), purpose(owner, field), bytes(secret)), now))));
        }
        return sealed;
    }

    static List<SealedSecret> ownedBy(String owner, List<SealedSecret> all) {
        return all.stream().filter(it -> it.owner().equals(owner)).toList();
    }

    void replace(List<SealedSecret> stored, Map<String, Optional<Secret>> changes, List<SealedSecret> sealed) {
        for (var older : stored) {
            var change = changes.get(older.field());
            // what cannot be read is the only copy: it goes when a person removes it, not before
            if (change != null && (change.isEmpty() || decrypt(older).isPresent())) {
                secrets.delete(older);
            }
        }
        secrets.save(sealed);
    }

    @Override
    public Map<InstanceId, String> shared() {
        return secrets.holders();
    }

    @Override
    public void shareEqual(Collection<InstanceId> ids) throws ProblemException {
        sharing.shareEqual(ids);
    }

    @Override
    public void changeForAll(InstanceId id, Map<String, Optional<Secret>> changes) throws ProblemException {
        sharing.changeForAll(id, changes);
    }

    /// Opens the data key by the passphrase.
    ///
    /// @throws ProblemException with `bad-value` if it is not the passphrase
    public void unlock(char[] passphrase) throws ProblemException {
        keys.unlock(Keeper.PASSPHRASE, passphrase, "That is not the passphrase of these secrets.");
        publish();
    }

    /// Whether a person knows the passphrase or the recovery phrase; keeps everything where it is.
    ///
    /// @throws ProblemException with `bad-value` if it is neither
    public void prove(char[] words) throws ProblemException {
        try {
            unlock(words);
        } catch (ProblemException wrong) {
            keys.unlock(
                    Keeper.RECOVERY_PHRASE,
                    phrase(words, wrong).text().toCharArray(),
                    wrong.problem().summary());
            publish();
        }
    }

    private static RecoveryPhrase phrase(char[] words, ProblemException otherwise) throws ProblemException {
        try {
            return RecoveryPhrase.parse(new String(words));
        } catch (IllegalArgumentException e) {
            throw otherwise;
        }
    }

    /// Opens the data key by the recovery phrase and gives it to the best keeper there is now, so that
    /// the next start does not ask again.
    ///
    /// @throws ProblemException with `bad-value` if it is not the phrase
    public void recover(String phrase) throws ProblemException {
        RecoveryPhrase parsed;
        try {
            parsed = RecoveryPhrase.parse(phrase);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(DataKeys.wrong("This is no recovery phrase: " + e.getMessage() + "."), e);
        }
        keys.unlock(
                Keeper.RECOVERY_PHRASE,
                parsed.text().toCharArray(),
                "That is not the recovery phrase of these secrets.");
        for (var key : keys.openKeys()) {
            keys.keep(key);
        }
        publish();
    }

    /// Starts a new data key though the one in use cannot be opened, for a person who forgot the
    /// passphrase. What is under the old one stays, and comes back if passphrase or phrase is found.
    public void startNewKey() throws ProblemException {
        keys.newKey(keys.newestKey());
        publish();
    }

    /// @return the phrase that opens the secrets when their keeper has lost the key
    /// @throws ProblemException with `locked` if the data key is not open, `not-found` if there is none
    public String recoveryPhrase() throws ProblemException {
        var key = keys.openKeyInUse()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND,
                        "There is no recovery phrase yet, as no secret is stored.",
                        "Add an instance with a secret first.")));
        return keys.phrase(key).text();
    }

    /// Refuses a new passphrase that is soon guessed; one that is in use opens what it opened.
    public static void checkLength(char[] passphrase) throws ProblemException {
        if (passphrase.length < LEAST_PASSPHRASE) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE, "A passphrase has at least 8 characters.", "Choose a longer one."));
        }
    }

    /// Lets a passphrase open the data key from now on. It takes the place of the key file, and stands
    /// beside the key store.
    ///
    /// @throws ProblemException with `locked` if the data key is not open, `bad-value` if it is too short
    public void usePassphrase(char[] passphrase) throws ProblemException {
        checkLength(passphrase);
        for (var key : keys.openKeysOrNew()) {
            keys.keepByPassphrase(key, passphrase);
        }
        publish();
    }

    /// Moves the data key into the operating system's key store and away from the key file.
    ///
    /// @throws ProblemException with `locked` if the key store refuses or the data key is not open
    public void useKeyStore() throws ProblemException {
        for (var key : keys.openKeysOrNew()) {
            if (!keys.moveToKeyStore(key)) {
                throw new ProblemException(new Problem(
                        ProblemCode.LOCKED,
                        "The data key could not be moved: " + keyStore.displayName()
                                + " is missing, locked or refuses.",
                        "Unlock it and try again."));
            }
        }
        publish();
    }

    /// Puts every secret that can be read under a new data key, in one transaction. The recovery phrase
    /// stays the same, so that it opens older copies too.
    ///
    /// @param passphrase the one in use, where there is one
    /// @return how many values were encrypted anew
    /// @throws ProblemException with `locked` if the data key is not open, `bad-value` if a passphrase
    ///                          is in use and `passphrase` is not it
    public int rekey(Optional<char[]> passphrase) throws ProblemException {
        var before = keys.openKeyInUse();
        if (before.isEmpty()) {
            return 0;
        }
        boolean byWords = keys.hasWrap(before.get().id(), Keeper.PASSPHRASE);
        if (byWords) {
            unlock(passphrase.orElseThrow(
                    () -> new ProblemException(DataKeys.wrong("The passphrase is needed for the new data key."))));
        }
        var fresh = keys.newKey(Optional.of(before.get().id()), keys.phrase(before.get()));
        if (byWords) {
            keys.keepByPassphrase(fresh, passphrase.orElseThrow());
        }
        int count = database.atomically(() -> sealAnew(fresh));
        for (var old : keys.openKeys()) {
            if (!old.id().equals(fresh.id()) && secrets.deleteKeyIfUnused(old.id())) {
                keys.drop(old);
            }
        }
        publish();
        return count;
    }

    private int sealAnew(DataKeys.OpenKey fresh) {
        var anew = new LinkedHashMap<String, SealedSecret>();
        for (var sealed : secrets.all()) { // the newest of each field comes first
            var purpose = purpose(sealed.owner(), sealed.field());
            decrypt(sealed).ifPresent(value -> {
                secrets.delete(sealed);
                anew.computeIfAbsent(
                        purpose,
                        same -> new SealedSecret(
                                sealed.owner(),
                                sealed.field(),
                                fresh.id(),
                                sealing.seal(fresh.bytes(), purpose, value.getBytes(StandardCharsets.UTF_8)),
                                sealed.at()));
            });
        }
        secrets.save(anew.values());
        return anew.size();
    }

    /// Reads the store again after another one was put in its place.
    public void storeReplaced() {
        keys.openByPlaces();
        publish();
    }

    /// @param sealed of one instance, the newest of each field first
    /// @return empty if one of them cannot be read
    Optional<Secrets> open(List<SealedSecret> sealed) {
        var values = new HashMap<String, Secret>();
        for (var secret : sealed) {
            if (!values.containsKey(secret.field())) {
                var value = decrypt(secret);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                values.put(secret.field(), new Secret(value.get()));
            }
        }
        var readable = new Secrets(values);
        redactor.remember(readable);
        return Optional.of(readable);
    }

    Optional<String> decrypt(SealedSecret secret) {
        return keys.openKey(secret.keyId())
                .flatMap(key -> sealing.open(key.bytes(), purpose(secret.owner(), secret.field()), secret.sealed()))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    void publish() {
        publishing.lock(); // so that a newer value is never replaced by an older one
        try {
            var byInstance = secrets.byInstance();
            byInstance.values().removeIf(values -> open(values).isPresent());
            status.set(keys.status(byInstance.keySet()));
        } finally {
            publishing.unlock();
        }
    }

    /// After the values of one instance changed: nobody else's are read and opened again.
    private void publish(InstanceId id) {
        publishing.lock();
        try {
            if (status.get().state() == State.OPENING) { // it is not known yet which others are locked
                publish();
                return;
            }
            var locked = new HashSet<>(status.get().locked());
            if (open(secrets.of(id)).isPresent()) {
                locked.remove(id);
            } else {
                locked.add(id);
            }
            if (!locked.isEmpty()) { // some may be deleted by now
                locked.retainAll(secrets.byInstance().keySet());
            }
            status.set(keys.status(locked));
        } finally {
            publishing.unlock();
        }
    }

    private String nameOf(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    private static byte[] bytes(Secret secret) {
        return secret.value().getBytes(StandardCharsets.UTF_8);
    }

    private static String purpose(String owner, String field) {
        return "secret/" + owner + "/" + field;
    }
}
