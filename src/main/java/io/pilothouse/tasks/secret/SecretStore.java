package io.pilothouse.tasks.secret;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.Database;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import java.util.concurrent.TimeoutException;

/// The secrets of instances. Each value is encrypted under one data key; the data key is kept by the
/// operating system's key store, else by a passphrase, else by a file, and always also by the recovery
/// phrase. Thread-safe. Everything except [#status] and [#start] blocks: call it from a task.
///
/// A value that cannot be decrypted is never overwritten: what is entered anew is stored beside it.
public final class SecretStore {

    private static final Logger LOG = System.getLogger(SecretStore.class.getName());

    private final Database database;
    private final SecretRepository secrets;
    private final KeyPlace keyStore;
    private final KeyPlace keyFile;
    private final Redactor redactor;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Sealing sealing;
    private final ThreadFactory threads;
    private final Duration patience;

    private final CountDownLatch looked = new CountDownLatch(1);
    private final Published<KeyStatus> status =
            new Published<>(new KeyStatus(State.OPENING, Protection.NONE, "", false, Optional.empty(), Set.of()));

    /// Data keys that are open, by id. Guarded by `this`.
    private final Map<String, byte[]> open = new HashMap<>();

    /// @param keyStore the operating system's
    /// @param keyFile  the last resort
    /// @param threads  makes threads that may hang in the key store for ever without holding up the end
    ///                 of the program
    /// @param patience how long a request waits for the key store
    public SecretStore(
            Database database,
            SecretRepository secrets,
            KeyPlace keyStore,
            KeyPlace keyFile,
            Redactor redactor,
            InstantSource clock,
            SecureRandom random,
            ThreadFactory threads,
            Duration patience) {
        this.database = database;
        this.secrets = secrets;
        this.keyStore = keyStore;
        this.keyFile = keyFile;
        this.redactor = redactor;
        this.clock = clock;
        this.random = random;
        this.sealing = new Sealing(random);
        this.threads = threads;
        this.patience = patience;
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
                    } finally {
                        looked.countDown();
                    }
                })
                .start();
    }

    /// Reads all secrets of an instance, waiting for the key store no longer than our patience.
    public Reading read(InstanceId id) throws InterruptedException {
        var sealed = secrets.of(id);
        if (sealed.isEmpty()) {
            return new Reading.Readable(Secrets.NONE);
        }
        var reading = open(sealed);
        if (reading instanceof Reading.Readable) {
            return reading;
        }
        boolean answered = looked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return answered ? open(sealed) : new Reading.Locked(silent());
    }

    /// Stores new values of an instance's secrets, makes the first data key where there is none.
    ///
    /// @param fields new values by field; an empty value removes that secret; absent fields stay
    /// @throws ProblemException with `locked` if there is a data key that is not open; nothing is
    ///                          changed then
    public void replace(InstanceId id, Map<String, Optional<Secret>> fields)
            throws ProblemException, InterruptedException {
        if (fields.isEmpty()) {
            return;
        }
        var removed = fields.entrySet().stream()
                .filter(field -> field.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (removed.size() == fields.size()) {
            removed.forEach(field -> secrets.delete(id, field));
            publish();
            return;
        }
        fields.values().forEach(value -> value.ifPresent(redactor::remember));
        var key = keyInUse();
        var now = clock.instant();
        var sealed = new ArrayList<SealedSecret>();
        fields.forEach((field, value) -> value.ifPresent(secret -> sealed.add(new SealedSecret(
                id, field, key.id(), sealing.seal(key.bytes(), purpose(id, field), bytes(secret)), now))));
        database.atomically(() -> {
            removed.forEach(field -> secrets.delete(id, field));
            for (var older : secrets.of(id)) { // of what cannot be read, the only copy stays
                if (fields.containsKey(older.field()) && decrypt(older).isPresent()) {
                    secrets.delete(older);
                }
            }
            secrets.save(sealed);
            return null;
        });
        publish();
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
    public void recover(String phrase) throws ProblemException, InterruptedException {
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

    /// Starts a new data key though the one in use is lost, so that secrets can be entered anew. What
    /// is under the lost key stays, and comes back if the phrase is found.
    public void startNewKey() throws InterruptedException {
        newKey();
        publish();
    }

    /// @return the phrase that opens the secrets when their keeper has lost the key
    /// @throws ProblemException with `locked` if the data key is not open, `not-found` if there is none
    public String recoveryPhrase() throws ProblemException, InterruptedException {
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
    public void usePassphrase(char[] passphrase) throws ProblemException, InterruptedException {
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
    public void useKeyStore() throws ProblemException, InterruptedException {
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
    public int rekey(Optional<char[]> passphrase) throws ProblemException, InterruptedException {
        var before = openKeyInUse();
        if (before.isEmpty()) {
            return 0;
        }
        boolean byWords = hasWrap(before.get().id(), Keeper.PASSPHRASE);
        if (byWords) {
            unlock(passphrase.orElseThrow(
                    () -> new ProblemException(wrong("The passphrase is needed for the new data key."))));
        }
        var fresh = newKey(phrase(before.get()));
        if (byWords) {
            keepByPassphrase(fresh, passphrase.orElseThrow());
        }
        int count = database.atomically(() -> sealAnew(fresh));
        for (var old : openKeys()) {
            if (!old.id().equals(fresh.id()) && secrets.deleteKeyIfUnused(old.id())) {
                forget(old, keyStore);
                forget(old, keyFile);
                synchronized (this) {
                    open.remove(old.id());
                }
            }
        }
        publish();
        return count;
    }

    private int sealAnew(OpenKey fresh) {
        var anew = new LinkedHashMap<String, SealedSecret>();
        for (var sealed : secrets.all()) { // the newest of each field comes first
            var purpose = purpose(sealed.id(), sealed.field());
            decrypt(sealed).ifPresent(value -> {
                secrets.delete(sealed);
                anew.computeIfAbsent(
                        purpose,
                        same -> new SealedSecret(
                                sealed.id(),
                                sealed.field(),
                                fresh.id(),
                                sealing.seal(fresh.bytes(), purpose, value.getBytes(StandardCharsets.UTF_8)),
                                sealed.at()));
            });
        }
        secrets.save(anew.values());
        return anew.size();
    }

    private void keepByPassphrase(OpenKey key, char[] passphrase) throws InterruptedException {
        secrets.saveWrap(wrapByWords(key, Keeper.PASSPHRASE, passphrase, Derivation.PASSPHRASE_ROUNDS));
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

    /// @return the open key in use, made now where there is none at all
    private OpenKey keyInUse() throws ProblemException, InterruptedException {
        var key = openKeyInUse();
        if (key.isPresent()) {
            return key.get();
        }
        synchronized (this) { // two first secrets at once make one key
            var made = openKeyInUse();
            return made.isPresent() ? made.get() : newKey();
        }
    }

    /// @return empty if there is no key at all
    /// @throws ProblemException if there is one and it is not open
    private Optional<OpenKey> openKeyInUse() throws ProblemException, InterruptedException {
        var keys = secrets.keys();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        var id = keys.getFirst().keyId();
        var key = openKey(id);
        if (key.isEmpty()) {
            if (!looked.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(silent());
            }
            key = openKey(id);
        }
        if (key.isEmpty()) {
            throw new ProblemException(locked());
        }
        return key;
    }

    private synchronized Optional<OpenKey> openKey(String id) {
        return Optional.ofNullable(open.get(id)).map(bytes -> new OpenKey(id, bytes));
    }

    private synchronized List<OpenKey> openKeys() {
        return open.entrySet().stream()
                .map(entry -> new OpenKey(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<OpenKey> openKeysOrNew() throws ProblemException, InterruptedException {
        keyInUse();
        return openKeys();
    }

    private OpenKey newKey() throws InterruptedException {
        return newKey(RecoveryPhrase.draw(random));
    }

    private OpenKey newKey(RecoveryPhrase phrase) throws InterruptedException {
        var id = new byte[8];
        random.nextBytes(id);
        var key = new OpenKey("k" + HexFormat.of().formatHex(id), sealing.newKey());
        redactor.remember(new Secret(phrase.text()));
        var byPhrase = wrapByWords(key, Keeper.RECOVERY_PHRASE, phrase.text().toCharArray(), Derivation.PHRASE_ROUNDS);
        var wraps = new ArrayList<Wrap>();
        wraps.add(byPhrase);
        place(key, Keeper.KEY_STORE, keyStore).or(() -> placeInFile(key)).ifPresent(wraps::add);
        secrets.saveKey(
                new DataKey(
                        key.id(),
                        clock.instant(),
                        sealing.seal(
                                key.bytes(),
                                phrasePurpose(key.id()),
                                phrase.text().getBytes(StandardCharsets.UTF_8))),
                wraps);
        opened(key.id(), key.bytes());
        return key;
    }

    /// Gives an open key to the best keeper there is, unless it has one that works.
    private void keep(OpenKey key) throws InterruptedException {
        if (!keep(key, Keeper.KEY_STORE, keyStore) && !hasWrap(key.id(), Keeper.PASSPHRASE)) {
            keep(key, Keeper.KEY_FILE, keyFile);
        }
    }

    private boolean keep(OpenKey key, Keeper keeper, KeyPlace place) throws InterruptedException {
        var wrap = place(key, keeper, place);
        wrap.ifPresent(secrets::saveWrap);
        return wrap.isPresent();
    }

    private Optional<Wrap> placeInFile(OpenKey key) {
        try {
            return place(key, Keeper.KEY_FILE, keyFile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Saves a fresh key of its own in a place.
    ///
    /// @return the data key under it; empty if the place is missing, locked, refuses or is silent
    private Optional<Wrap> place(OpenKey key, Keeper keeper, KeyPlace place) throws InterruptedException {
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

    private void leave(OpenKey key, Keeper keeper, KeyPlace place) throws InterruptedException {
        if (hasWrap(key.id(), keeper)) {
            secrets.deleteWrap(key.id(), keeper);
            forget(key, place);
        }
    }

    private void forget(OpenKey key, KeyPlace place) throws InterruptedException {
        patiently(place, () -> {
            place.delete(key.id());
            return true;
        });
    }

    /// Asks a place on a thread of its own, for our patience at most.
    private boolean patiently(KeyPlace place, Callable<Boolean> question) throws InterruptedException {
        var answer = new FutureTask<>(question);
        threads.newThread(answer).start();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.log(Level.INFO, "not used for the data key: " + place.displayName(), e.getCause());
            return false;
        } catch (TimeoutException e) {
            answer.cancel(true);
            LOG.log(Level.WARNING, "no answer in time from " + place.displayName());
            return false;
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

    private Reading open(List<SealedSecret> sealed) {
        var values = new HashMap<String, Secret>();
        String field = "";
        for (var secret : sealed) {
            if (!secret.field().equals(field)) { // the newest of each field comes first
                field = secret.field();
                var value = decrypt(secret);
                if (value.isEmpty()) {
                    return new Reading.Locked(locked());
                }
                values.put(field, new Secret(value.get()));
            }
        }
        var readable = new Secrets(values);
        redactor.remember(readable);
        return new Reading.Readable(readable);
    }

    private synchronized Optional<String> decrypt(SealedSecret secret) {
        return Optional.ofNullable(open.get(secret.keyId()))
                .flatMap(key -> sealing.open(key, purpose(secret.id(), secret.field()), secret.sealed()))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private void publish() {
        var locked = new LinkedHashSet<InstanceId>();
        var ofOne = new ArrayList<SealedSecret>();
        for (var secret : secrets.all()) {
            if (!ofOne.isEmpty() && !ofOne.getFirst().id().equals(secret.id())) {
                addIfLocked(locked, ofOne);
                ofOne.clear();
            }
            ofOne.add(secret);
        }
        addIfLocked(locked, ofOne);
        status.set(statusWith(locked));
    }

    private void addIfLocked(Set<InstanceId> locked, List<SealedSecret> ofOne) {
        if (!ofOne.isEmpty() && open(List.copyOf(ofOne)) instanceof Reading.Locked) {
            locked.add(ofOne.getFirst().id());
        }
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
                isOpen && locked.isEmpty() ? Optional.empty() : Optional.of(locked()),
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

    private Problem locked() {
        return new Problem(
                ProblemCode.LOCKED,
                "The secrets cannot be read: their key is locked or lost. They are not deleted.",
                "Unlock the key store, enter the passphrase or the recovery phrase, or enter the secret again.");
    }

    private Problem silent() {
        return new Problem(
                ProblemCode.LOCKED,
                "The secrets cannot be read yet: " + keyStore.displayName() + " has not answered.",
                "Look whether it asks you something, then try again.");
    }

    private static Problem wrong(String summary) {
        return new Problem(ProblemCode.BAD_VALUE, summary, "Check it and type it again.");
    }

    private static byte[] bytes(Secret secret) {
        return secret.value().getBytes(StandardCharsets.UTF_8);
    }

    private static String purpose(InstanceId id, String field) {
        return "secret/" + id + "/" + field;
    }

    private static String wrapPurpose(String keyId, Keeper keeper) {
        return "key/" + keyId + "/" + keeper;
    }

    private static String phrasePurpose(String keyId) {
        return "phrase/" + keyId;
    }

    private record OpenKey(String id, byte[] bytes) {}
}
