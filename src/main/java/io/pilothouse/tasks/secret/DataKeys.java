package io.pilothouse.tasks.secret;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.store.Database;
import io.pilothouse.store.SecretRepository;
import io.pilothouse.store.SecretRepository.DataKey;
import io.pilothouse.store.SecretRepository.Keeper;
import io.pilothouse.store.SecretRepository.Wrap;
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

/// The data keys: which are open, who keeps them, and how each keeper is asked without waiting for it for
/// ever. Thread-safe; holds no lock while a keeper is asked.
final class DataKeys {

    private static final Logger LOG = System.getLogger(DataKeys.class.getName());

    private final Database database;
    private final SecretRepository secrets;
    private final Keeping keeping;
    private final KeyPlace keyStore;
    private final KeyPlace keyFile;
    private final Redactor redactor;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Sealing sealing;
    private final ThreadFactory threads;
    private final CountDownLatch looked = new CountDownLatch(1);

    /// Those that are open, by id. Guarded by `this`.
    private final Map<String, byte[]> open = new HashMap<>();

    /// @param threads makes threads that may hang in the key store for ever without holding up the end
    ///                of the program
    DataKeys(
            Database database,
            SecretRepository secrets,
            Keeping keeping,
            Redactor redactor,
            InstantSource clock,
            SecureRandom random,
            Sealing sealing,
            ThreadFactory threads) {
        this.database = database;
        this.secrets = secrets;
        this.keeping = keeping;
        this.keyStore = keeping.keyStore();
        this.keyFile = keeping.keyFile();
        this.redactor = redactor;
        this.clock = clock;
        this.random = random;
        this.sealing = sealing;
        this.threads = threads;
    }

    /// An open data key.
    record OpenKey(String id, byte[] bytes) {}

    /// Asks the places on a thread of its own.
    ///
    /// @param then runs there when they have answered
    void start(Runnable then) {
        threads.newThread(() -> {
                    try {
                        openByPlaces();
                        then.run();
                    } catch (IllegalStateException closed) { // a short command ends before its keeper answers
                        LOG.log(Level.DEBUG, "The store was closed before the data key was open", closed);
                    } finally {
                        looked.countDown();
                    }
                })
                .start();
    }

    void openByPlaces() {
        for (var wrap : secrets.wraps()) {
            switch (wrap.keeper()) {
                case KEY_STORE -> openBy(wrap, keyStore);
                case KEY_FILE -> openBy(wrap, keyFile);
                case PASSPHRASE, RECOVERY_PHRASE -> {} // a person has to type them
            }
        }
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

    void unlock(Keeper keeper, char[] words, String refusal) throws ProblemException {
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
    }

    private synchronized void opened(String keyId, byte[] key) {
        open.put(keyId, key);
    }

    /// @return an open key: the one in use, or a new one where there is none or it is lost. What is under
    ///     the lost one stays, and comes back if the phrase is found
    /// @throws ProblemException if the one in use waits for a passphrase or a silent key store
    OpenKey keyInUse() throws ProblemException {
        var newest = newestKey();
        if (newest.isEmpty()) {
            return newKey(newest);
        }
        var key = awaitedKey(newest.get());
        if (key.isEmpty() && hasWrap(newest.get(), Keeper.PASSPHRASE)) {
            throw new ProblemException(locked("The data key"));
        }
        return key.isPresent() ? key.get() : newKey(newest);
    }

    Optional<String> newestKey() {
        return secrets.keys().stream().map(DataKey::keyId).findFirst();
    }

    /// @return empty if there is no key at all
    /// @throws ProblemException if there is one and it is not open
    Optional<OpenKey> openKeyInUse() throws ProblemException {
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

    synchronized Optional<OpenKey> openKey(String id) {
        return Optional.ofNullable(open.get(id)).map(bytes -> new OpenKey(id, bytes));
    }

    /// Waits for the places, but no longer than this.
    ///
    /// @return whether they have answered
    boolean answered(Duration atMost) throws InterruptedException {
        return looked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// @throws ProblemException if the places have not answered in time
    void awaitPlaces() throws ProblemException {
        try {
            if (!answered(keeping.patience())) {
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

    List<OpenKey> openKeys() {
        return secrets.keys().stream()
                .flatMap(key -> openKey(key.keyId()).stream())
                .toList();
    }

    List<OpenKey> openKeysOrNew() throws ProblemException {
        keyInUse();
        return openKeys();
    }

    /// As [#newKey(Optional, RecoveryPhrase)], under a phrase of its own.
    OpenKey newKey(Optional<String> before) throws ProblemException {
        return newKey(before, RecoveryPhrase.draw(random));
    }

    /// Makes a key, keeps it, and puts it in use. Holds no lock while the key store is asked; of two
    /// threads that do so at once the first wins, and the other uses its key.
    ///
    /// @param before the key in use until now
    OpenKey newKey(Optional<String> before, RecoveryPhrase phrase) throws ProblemException {
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

    void drop(OpenKey key) throws ProblemException {
        forget(key, keyStore);
        forget(key, keyFile);
        synchronized (this) {
            open.remove(key.id());
        }
    }

    /// Gives an open key to the best keeper there is, unless it has one that works.
    void keep(OpenKey key) throws ProblemException {
        if (!keep(key, Keeper.KEY_STORE, keyStore) && !hasWrap(key.id(), Keeper.PASSPHRASE)) {
            keep(key, Keeper.KEY_FILE, keyFile);
        }
    }

    /// Moves an open key into the key store and away from the key file.
    ///
    /// @return whether the key store took it
    boolean moveToKeyStore(OpenKey key) throws ProblemException {
        if (!keep(key, Keeper.KEY_STORE, keyStore)) {
            return false;
        }
        leave(key, Keeper.KEY_FILE, keyFile);
        return true;
    }

    private boolean keep(OpenKey key, Keeper keeper, KeyPlace place) throws ProblemException {
        var wrap = place(key, keeper, place);
        wrap.ifPresent(secrets::saveWrap);
        return wrap.isPresent();
    }

    void keepByPassphrase(OpenKey key, char[] passphrase) throws ProblemException {
        secrets.saveWrap(wrapByWords(key, Keeper.PASSPHRASE, passphrase, keeping.passphraseRounds()));
        leave(key, Keeper.KEY_FILE, keyFile);
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

    RecoveryPhrase phrase(OpenKey key) {
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

    boolean hasWrap(String keyId, Keeper keeper) {
        return secrets.wraps().stream().anyMatch(wrap -> wrap.keyId().equals(keyId) && wrap.keeper() == keeper);
    }

    private static String wrapPurpose(String keyId, Keeper keeper) {
        return "key/" + keyId + "/" + keeper;
    }

    private static String phrasePurpose(String keyId) {
        return "phrase/" + keyId;
    }

    static Problem locked(String what) {
        return new Problem(
                ProblemCode.LOCKED,
                what + " cannot be read: the key is locked or lost. Nothing is deleted.",
                "Unlock the key store, enter the passphrase or the recovery phrase, or enter the secret again.");
    }

    static Problem wrong(String summary) {
        return new Problem(ProblemCode.BAD_VALUE, summary, "Check it and type it again.");
    }

    /// @param locked instances with a secret that cannot be read
    KeyStatus status(Set<InstanceId> locked) {
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
}
