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
import io.pilothouse.store.SecretRepository.DataKey;
import io.pilothouse.store.SecretRepository.Keeper;
import io.pilothouse.store.SecretRepository.SealedSecret;
import io.pilothouse.store.SecretRepository.Wrap;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.secret.KeyStatus.Protection;
import io.pilothouse.tasks.secret.KeyStatus.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The secrets of instances. Each value is encrypted under one data key; the data key is kept by the
/// operating system's key store, else by a passphrase, else by a file, and always also by the recovery
/// phrase. Thread-safe. Everything except [#status] and [#start] blocks: call it from a task.
///
/// A value that cannot be decrypted is never overwritten: what is entered anew is stored beside it.
public final class SecretStore implements InstanceSecrets, ProgramSecrets {

    private static final Logger LOG = System.getLogger(SecretStore.class.getName());

    private final Database database;
    private final SecretRepository secrets;
    private final InstanceRepository instances;
    private final KeyPlace keyStore;
    private final KeyPlace keyFile;
    private final Redactor redactor;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Sealing sealing;
    private final ThreadFactory threads;
    private final Keeping keeping;
    private final SharedSecrets sharing;

    private final CountDownLatch looked = new CountDownLatch(1);
    private final Published<KeyStatus> status =
            new Published<>(new KeyStatus(State.OPENING, Protection.NONE, "", false, Optional.empty(), Set.of()));

    /// Data keys that are open, by id. Guarded by `this`.
    private final Map<String, byte[]> open = new HashMap<>();

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
        this.keeping = keeping;
        this.keyStore = keeping.keyStore();
        this.keyFile = keeping.keyFile();
        this.redactor = redactor;
        this.clock = clock;
        this.random = random;
        this.sealing = new Sealing(random);
        this.threads = threads;
        this.sharing = new SharedSecrets(this, database, secrets, clock, random);
    }

    /// Whether secrets can be read. To be watched: a key store may answer late.
    public Published<KeyStatus> status() {
        return status;
    }

    /// Begins to open the data key, without waiting for it. The key store may ask the person something;
    /// however long that takes, only secrets wait for it.
    public void start() {
        threads.newThread(() -> {
                    try {
                        openByPlaces();
                    } catch (IllegalStateException closed) { // a short command ends before its keeper answers
                        LOG.log(Level.DEBUG, "The store was closed before the data key was open", closed);
                    } finally {
                        looked.countDown();
                    }
                })
                .start();
    }

    /// Waits until what keeps the data key has answered, but no longer than this.
    ///
    /// @return whether it has, so that the status says how it is
    public boolean answered(Duration atMost) throws InterruptedException {
        return looked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The status once what keeps the data key has answered.
    ///
    /// @throws ProblemException if it did not within our patience
    public KeyStatus awaitedStatus() throws ProblemException {
        awaitPlaces();
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
            awaitPlaces();
            readable = open(sealed);
        }
        return readable.orElseThrow(() -> new ProblemException(locked(what.get())));
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
        status.subscribe(change -> threads.newThread(change).start(), now -> {
            if (!now.locked().equals(told.getAndSet(now.locked()))) {
                try {
                    listener.run();
                } catch (IllegalStateException closed) { // a short command ends meanwhile
                    LOG.log(Level.DEBUG, "The store was closed before everybody knew what is locked", closed);
                }
            }
        });
    }

    @Override
    public Set<InstanceId> locked() {
        return status.get().locked();
    }

    /// Makes the first data key where there is none, which may ask the key store.
    @Override
    public void prepare() throws ProblemException {
        keyInUse();
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
        publish();
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
            var key = keyInUse();
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
        unlock(Keeper.PASSPHRASE, passphrase, "That is not the passphrase of these secrets.");
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
            throw new ProblemException(wrong("This is no recovery phrase: " + e.getMessage() + "."), e);
        }
        unlock(
                Keeper.RECOVERY_PHRASE,
                parsed.text().toCharArray(),
                "That is not the recovery phrase of these secrets.");
        for (var key : openKeys()) {
            keep(key);
        }
        publish();
    }

    /// Starts a new data key though the one in use cannot be opened, for a person who forgot the
    /// passphrase. What is under the old one stays, and comes back if passphrase or phrase is found.
    public void startNewKey() throws ProblemException {
        newKey(newestKey(), RecoveryPhrase.draw(random));
        publish();
    }

    /// @return the phrase that opens the secrets when their keeper has lost the key
    /// @throws ProblemException with `locked` if the data key is not open, `not-found` if there is none
    public String recoveryPhrase() throws ProblemException {
        var key = openKeyInUse()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND,
                        "There is no recovery phrase yet, as no secret is stored.",
                        "Add an instance with a secret first.")));
        return phrase(key).text();
    }

    /// Lets a passphrase open the data key from now on. It takes the place of the key file, and stands
    /// beside the key store.
    ///
    /// @throws ProblemException with `locked` if the data key is not open
    public void usePassphrase(char[] passphrase) throws ProblemException {
        if (passphrase.length == 0) {
            throw new ProblemException(wrong("A passphrase is not empty."));
        }
        for (var key : openKeysOrNew()) {
            keepByPassphrase(key, passphrase);
        }
        publish();
    }

    /// Moves the data key into the operating system's key store and away from the key file.
    ///
    /// @throws ProblemException with `locked` if the key store refuses or the data key is not open
    public void useKeyStore() throws ProblemException {
        for (var key : openKeysOrNew()) {
            if (!keep(key, Keeper.KEY_STORE, keyStore)) {
                throw new ProblemException(new Problem(
                        ProblemCode.LOCKED,
                        "The data key could not be moved: " + keyStore.displayName()
                                + " is missing, locked or refuses.",
                        "Unlock it and try again."));
            }
            leave(key, Keeper.KEY_FILE, keyFile);
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
        var before = openKeyInUse();
        if (before.isEmpty()) {
            return 0;
        }
        boolean byWords = hasWrap(before.get().id(), Keeper.PASSPHRASE);
        if (byWords) {
            unlock(passphrase.orElseThrow(
                    () -> new ProblemException(wrong("The passphrase is needed for the new data key."))));
        }
        var fresh = newKey(Optional.of(before.get().id()), phrase(before.get()));
        if (byWords) {
            keepByPassphrase(fresh, passphrase.orElseThrow());
        }
        int count = database.atomically(() -> sealAnew(fresh));
        for (var old : openKeys()) {
            if (!old.id().equals(fresh.id()) && secrets.deleteKeyIfUnused(old.id())) {
                drop(old);
            }
        }
        publish();
        return count;
    }

    private int sealAnew(OpenKey fresh) {
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

    private void keepByPassphrase(OpenKey key, char[] passphrase) throws ProblemException {
        secrets.saveWrap(wrapByWords(key, Keeper.PASSPHRASE, passphrase, keeping.passphraseRounds()));
        leave(key, Keeper.KEY_FILE, keyFile);
    }

    /// Reads the store again after another one was put in its place.
    public void storeReplaced() {
        openByPlaces();
    }

    private void openByPlaces() {
        for (var wrap : secrets.wraps()) {
            switch (wrap.keeper()) {
                case KEY_STORE -> openBy(wrap, keyStore);
                case KEY_FILE -> openBy(wrap, keyFile);
                case PASSPHRASE, RECOVERY_PHRASE -> {} // a person has to type them
            }
        }
        publish();
    }

    private void openBy(Wrap wrap, KeyPlace place) {
        var answer = new FutureTask<>(() -> place.find(wrap.keyId())); // holds whatever a native library throws
        answer.run();
        try {
            answer.get()
                    .flatMap(key -> sealing.open(key, wrapPurpose(wrap.keyId(), wrap.keeper()), wrap.sealed()))
                    .ifPresent(key -> opened(wrap.keyId(), key));
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "could not read the data key from " + place.displayName(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void unlock(Keeper keeper, char[] words, String refusal) throws ProblemException {
        boolean any = false;
        for (var wrap : secrets.wraps()) {
            if (wrap.keeper() == keeper) {
                var key = sealing.open(
                        Derivation.parse(wrap.parameters()).key(words),
                        wrapPurpose(wrap.keyId(), keeper),
                        wrap.sealed());
                key.ifPresent(bytes -> opened(wrap.keyId(), bytes));
                any |= key.isPresent();
            }
        }
        if (!any) {
            throw new ProblemException(wrong(refusal));
        }
        publish();
    }

    private synchronized void opened(String keyId, byte[] key) {
        open.put(keyId, key);
    }

    /// @return an open key: the one in use, or a new one where there is none or it is lost. What is under
    ///     the lost one stays, and comes back if the phrase is found
    /// @throws ProblemException if the one in use waits for a passphrase or a silent key store
    private OpenKey keyInUse() throws ProblemException {
        var newest = newestKey();
        if (newest.isEmpty()) {
            return newKey(newest, RecoveryPhrase.draw(random));
        }
        var key = awaitedKey(newest.get());
        if (key.isEmpty() && hasWrap(newest.get(), Keeper.PASSPHRASE)) {
            throw new ProblemException(locked("The data key"));
        }
        return key.isPresent() ? key.get() : newKey(newest, RecoveryPhrase.draw(random));
    }

    private Optional<String> newestKey() {
        return secrets.keys().stream().map(DataKey::keyId).findFirst();
    }

    /// @return empty if there is no key at all
    /// @throws ProblemException if there is one and it is not open
    private Optional<OpenKey> openKeyInUse() throws ProblemException {
        var keys = secrets.keys();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                awaitedKey(keys.getFirst().keyId()).orElseThrow(() -> new ProblemException(locked("The data key"))));
    }

    private Optional<OpenKey> awaitedKey(String id) throws ProblemException {
        var key = openKey(id);
        if (key.isEmpty()) {
            awaitPlaces();
            key = openKey(id);
        }
        return key;
    }

    private synchronized Optional<OpenKey> openKey(String id) {
        return Optional.ofNullable(open.get(id)).map(bytes -> new OpenKey(id, bytes));
    }

    /// @throws ProblemException if the places have not answered in time
    private void awaitPlaces() throws ProblemException {
        try {
            if (!looked.await(keeping.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(new Problem(
                        ProblemCode.LOCKED,
                        "The secrets cannot be read yet: " + keyStore.displayName() + " has not answered.",
                        "Look whether it asks you something, then try again."));
            }
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    private static ProblemException cancelled(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ProblemException(
                new Problem(
                        ProblemCode.CANCELLED, "Waiting for the key store was stopped.", "Try again when you like."),
                cause);
    }

    private List<OpenKey> openKeys() {
        return secrets.keys().stream()
                .flatMap(key -> openKey(key.keyId()).stream())
                .toList();
    }

    private List<OpenKey> openKeysOrNew() throws ProblemException {
        keyInUse();
        return openKeys();
    }

    /// Makes a key, keeps it, and puts it in use. Holds no lock while the key store is asked; of two
    /// threads that do so at once the first wins, and the other uses its key.
    ///
    /// @param before the key in use until now
    private OpenKey newKey(Optional<String> before, RecoveryPhrase phrase) throws ProblemException {
        var id = new byte[8];
        random.nextBytes(id);
        var key = new OpenKey("k" + HexFormat.of().formatHex(id), sealing.newKey());
        redactor.remember(new Secret(phrase.text()));
        var wraps = new ArrayList<Wrap>();
        wraps.add(wrapByWords(key, Keeper.RECOVERY_PHRASE, phrase.text().toCharArray(), Derivation.PHRASE_ROUNDS));
        var kept = place(key, Keeper.KEY_STORE, keyStore);
        if (kept.isEmpty()) {
            kept = place(key, Keeper.KEY_FILE, keyFile);
        }
        kept.ifPresent(wraps::add);
        var sealedPhrase =
                sealing.seal(key.bytes(), phrasePurpose(key.id()), phrase.text().getBytes(StandardCharsets.UTF_8));
        opened(key.id(), key.bytes());
        boolean first = database.atomically(() -> {
            if (!newestKey().equals(before)) {
                return false;
            }
            secrets.saveKey(new DataKey(key.id(), clock.instant(), sealedPhrase), wraps);
            return true;
        });
        if (first) {
            return key;
        }
        drop(key);
        return keyInUse();
    }

    private void drop(OpenKey key) throws ProblemException {
        forget(key, keyStore);
        forget(key, keyFile);
        synchronized (this) {
            open.remove(key.id());
        }
    }

    /// Gives an open key to the best keeper there is, unless it has one that works.
    private void keep(OpenKey key) throws ProblemException {
        if (!keep(key, Keeper.KEY_STORE, keyStore) && !hasWrap(key.id(), Keeper.PASSPHRASE)) {
            keep(key, Keeper.KEY_FILE, keyFile);
        }
    }

    private boolean keep(OpenKey key, Keeper keeper, KeyPlace place) throws ProblemException {
        var wrap = place(key, keeper, place);
        wrap.ifPresent(secrets::saveWrap);
        return wrap.isPresent();
    }

    /// Saves a fresh key of its own in a place.
    ///
    /// @return the data key under it; empty if the place is missing, locked, refuses or is silent
    private Optional<Wrap> place(OpenKey key, Keeper keeper, KeyPlace place) throws ProblemException {
        var own = sealing.newKey();
        boolean saved = patiently(place, () -> {
            place.save(key.id(), own);
            return true;
        });
        return saved
                ? Optional.of(
                        new Wrap(key.id(), keeper, "{}", sealing.seal(own, wrapPurpose(key.id(), keeper), key.bytes())))
                : Optional.empty();
    }

    private void leave(OpenKey key, Keeper keeper, KeyPlace place) throws ProblemException {
        if (hasWrap(key.id(), keeper)) {
            secrets.deleteWrap(key.id(), keeper);
            forget(key, place);
        }
    }

    private void forget(OpenKey key, KeyPlace place) throws ProblemException {
        patiently(place, () -> {
            place.delete(key.id());
            return true;
        });
    }

    /// Asks a place on a thread of its own, for our patience at most.
    private boolean patiently(KeyPlace place, Callable<Boolean> question) throws ProblemException {
        var answer = new FutureTask<>(question);
        threads.newThread(answer).start();
        try {
            return answer.get(keeping.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.log(Level.INFO, "not used for the data key: " + place.displayName(), e.getCause());
            return false;
        } catch (TimeoutException e) {
            answer.cancel(true);
            LOG.log(Level.WARNING, "no answer in time from " + place.displayName());
            return false;
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw cancelled(e);
        }
    }

    private Wrap wrapByWords(OpenKey key, Keeper keeper, char[] words, int rounds) {
        var derivation = Derivation.fresh(random, rounds);
        return new Wrap(
                key.id(),
                keeper,
                derivation.json(),
                sealing.seal(derivation.key(words), wrapPurpose(key.id(), keeper), key.bytes()));
    }

    private RecoveryPhrase phrase(OpenKey key) {
        var stored = secrets.keys().stream()
                .filter(known -> known.keyId().equals(key.id()))
                .findFirst()
                .orElseThrow();
        var text = sealing.open(key.bytes(), phrasePurpose(key.id()), stored.phrase())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalStateException("the recovery phrase in the store was changed"));
        redactor.remember(new Secret(text));
        return new RecoveryPhrase(text);
    }

    private boolean hasWrap(String keyId, Keeper keeper) {
        return secrets.wraps().stream().anyMatch(wrap -> wrap.keyId().equals(keyId) && wrap.keeper() == keeper);
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

    synchronized Optional<String> decrypt(SealedSecret secret) {
        return Optional.ofNullable(open.get(secret.keyId()))
                .flatMap(key -> sealing.open(key, purpose(secret.owner(), secret.field()), secret.sealed()))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    void publish() {
        var byInstance = secrets.byInstance();
        byInstance.values().removeIf(values -> open(values).isPresent());
        status.set(statusWith(byInstance.keySet()));
    }

    private KeyStatus statusWith(Set<InstanceId> locked) {
        var keys = secrets.keys();
        if (keys.isEmpty()) {
            return new KeyStatus(State.NONE, Protection.NONE, "", false, Optional.empty(), locked);
        }
        var id = keys.getFirst().keyId();
        boolean passphrase = hasWrap(id, Keeper.PASSPHRASE);
        boolean inKeyStore = hasWrap(id, Keeper.KEY_STORE);
        boolean isOpen = openKey(id).isPresent();
        var protection = protection(inKeyStore, passphrase, hasWrap(id, Keeper.KEY_FILE));
        var keptIn =
                switch (protection) {
                    case KEY_STORE -> keyStore.displayName();
                    case PASSPHRASE -> "a passphrase";
                    case KEY_FILE -> keyFile.displayName();
                    case NONE -> "";
                };
        var state = isOpen ? State.OPEN : passphrase ? State.NEEDS_PASSPHRASE : State.LOCKED;
        return new KeyStatus(
                state,
                protection,
                keptIn,
                passphrase,
                isOpen && locked.isEmpty() ? Optional.empty() : Optional.of(locked("A secret")),
                locked);
    }

    private static Protection protection(boolean inKeyStore, boolean passphrase, boolean inFile) {
        if (inKeyStore) {
            return Protection.KEY_STORE;
        }
        if (inFile) { // whoever has the file needs no passphrase
            return Protection.KEY_FILE;
        }
        return passphrase ? Protection.PASSPHRASE : Protection.NONE;
    }

    private static Problem locked(String what) {
        return new Problem(
                ProblemCode.LOCKED,
                what + " cannot be read: the key is locked or lost. Nothing is deleted.",
                "Unlock the key store, enter the passphrase or the recovery phrase, or enter the secret again.");
    }

    private String nameOf(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    private static Problem wrong(String summary) {
        return new Problem(ProblemCode.BAD_VALUE, summary, "Check it and type it again.");
    }

    private static byte[] bytes(Secret secret) {
        return secret.value().getBytes(StandardCharsets.UTF_8);
    }

    private static String purpose(String owner, String field) {
        return "secret/" + owner + "/" + field;
    }

    private static String wrapPurpose(String keyId, Keeper keeper) {
        return "key/" + keyId + "/" + keeper;
    }

    private static String phrasePurpose(String keyId) {
        return "phrase/" + keyId;
    }

    private record OpenKey(String id, byte[] bytes) {}
}
