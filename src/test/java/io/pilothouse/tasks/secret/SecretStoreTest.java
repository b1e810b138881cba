package io.pilothouse.tasks.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.SecretRepository;
import io.pilothouse.store.SecretRepository.SealedBytes;
import io.pilothouse.store.SecretRepository.SealedSecret;
import io.pilothouse.store.Stored;
import io.pilothouse.tasks.secret.KeyStatus.Protection;
import io.pilothouse.tasks.secret.KeyStatus.State;
import io.pilothouse.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretStoreTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int FEW_ROUNDS = 10;
    private static final Duration AT_ONCE = Duration.ZERO;

    @TempDir
    Path root;

    private final InstantSource clock = () -> Instant.parse("2026-11-20T20:31:00Z"); // stands still on purpose
    private final MemoryKeyPlace keyStore = new MemoryKeyPlace();
    private final Redactor redactor = new Redactor();
    private DataFolder folder;
    private Database database;
    private SecretRepository repository;
    private SecretStore secrets;
    private InstanceId loft;
    private InstanceId cellar;

    @BeforeEach
    void open() {
        folder = new DataFolder(root.resolve("data"));
        database = Database.open(folder, clock);
        repository = new SecretRepository(database);
        loft = add("Loft");
        cellar = add("Cellar");
        restart(LONG);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSecretComesBackAfterARestartAndOnlyToItsInstance() throws Exception {
        secrets.change(loft, set("apiKey", "s3cret-loft"));
        secrets.change(cellar, set("apiKey", "s3cret-cellar"));

        restart(LONG);

        assertEquals(Secrets.of("apiKey", "s3cret-loft"), readable(loft));
        assertEquals(Secrets.of("apiKey", "s3cret-cellar"), readable(cellar));
        assertEquals(Protection.KEY_STORE, status().protection());
        assertEquals(State.OPEN, status().state());
        assertEquals("the test's key store", status().keptIn());
    }

    @Test
    void absentFieldsStayAndEmptyOnesGo() throws Exception {
        secrets.change(loft, Map.of("a", some("one"), "b", some("two")));
        secrets.change(loft, Map.of("a", Optional.empty(), "c", some("three")));

        assertEquals(Set.of("b", "c"), readable(loft).byField().keySet());
        assertEquals(Set.of("b", "c"), secrets.fields(loft));
        secrets.change(loft, Map.of("b", Optional.empty(), "c", Optional.empty()));
        assertEquals(Secrets.NONE, readable(loft));
    }

    @Test
    void theKeyStoreIsAskedOnceAtStartForAnyNumberOfInstances() throws Exception {
        for (int i = 0; i < 20; i++) {
            secrets.change(add("I" + i), set("apiKey", "key number " + i));
        }
        readable(loft);
        int before = keyStore.timesAsked();
        restart(LONG);
        for (var sealed : repository.all()) {
            readable(new InstanceId(sealed.owner()));
        }

        assertEquals(20, repository.all().size());
        assertEquals(1, keyStore.size());
        assertEquals(before + 1, keyStore.timesAsked());
    }

    @Test
    void everyValueHasANonceOfItsOwnAndIsBoundToItsInstanceAndField() throws Exception {
        secrets.change(loft, Map.of("a", some("same"), "b", some("same")));
        secrets.change(cellar, set("a", "same"));
        var nonces = new HashSet<String>();
        for (var sealed : repository.all()) {
            nonces.add(java.util.HexFormat.of().formatHex(sealed.sealed().nonce()));
        }
        assertEquals(3, nonces.size());

        var ofCellar = repository.of(cellar).getFirst();
        repository.save(List.of(new SealedSecret(
                loft, "a", ofCellar.keyId(), ofCellar.sealed(), ofCellar.at()))); // swapped in the store

        assertLocked(loft);
        assertEquals(Secrets.of("a", "same"), readable(cellar));
    }

    @Test
    void aKeyStoreThatHangsHoldsUpNothingButSecretsAndMayAnswerLate() throws Exception {
        secrets.change(loft, set("apiKey", "s3cret"));
        var released = new CountDownLatch(1);
        keyStore.hangUntil(released);

        restart(AT_ONCE);

        assertEquals(State.OPENING, secrets.status().get().state());
        assertLocked(loft);
        assertEquals(Secrets.NONE, readable(cellar));
        var refused = assertThrows(ProblemException.class, () -> secrets.change(loft, set("apiKey", "new")));
        assertEquals(ProblemCode.LOCKED, refused.problem().code());

        var open = new CountDownLatch(1);
        secrets.status().subscribe(Runnable::run, status -> {
            if (status.state() == State.OPEN) {
                open.countDown();
            }
        });
        released.countDown();
        open.await();
        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
    }

    @Test
    void withoutAKeyStoreAFileForItsOwnerAloneKeepsTheKeyAndThatIsSaid() throws Exception {
        keyStore.setMissing(true);
        secrets.change(loft, set("apiKey", "s3cret"));
        restart(LONG);

        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
        assertEquals(Protection.KEY_FILE, status().protection());
        var file = folder.root().resolve("pilothouse.key");
        assertTrue(status().keptIn().contains(file.toString()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

        keyStore.setMissing(false); // it appears later: one click moves back
        secrets.useKeyStore();
        assertEquals(Protection.KEY_STORE, status().protection());
        assertFalse(Files.readString(file).contains("k1 "), "the key has left the file");
        assertEquals(1, Files.readAllLines(file).size(), "only the comment is left");
        restart(LONG);
        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
    }

    @Test
    void aPassphraseTakesThePlaceOfTheFile() throws Exception {
        keyStore.setMissing(true);
        secrets.change(loft, set("apiKey", "s3cret"));
        secrets.usePassphrase("correct horse".toCharArray());
        assertEquals(Protection.PASSPHRASE, status().protection());

        restart(LONG);

        assertLocked(loft);
        assertEquals(State.NEEDS_PASSPHRASE, status().state());
        assertEquals(Set.of(loft), status().locked());
        var wrong = assertThrows(ProblemException.class, () -> secrets.unlock("wrong".toCharArray()));
        assertEquals(ProblemCode.BAD_VALUE, wrong.problem().code());
        assertThrows(ProblemException.class, () -> secrets.change(cellar, set("apiKey", "new")));
        secrets.unlock("correct horse".toCharArray());
        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
        assertEquals(Set.of(), status().locked());
    }

    @Test
    void whoeverKnowsPassphraseOrPhraseProvesItAndNothingChanges() throws Exception {
        secrets.change(loft, set("apiKey", "s3cret"));
        secrets.usePassphrase("correct horse".toCharArray());
        var before = status();

        secrets.prove("correct horse".toCharArray());
        secrets.prove(secrets.recoveryPhrase().toCharArray());
        for (var other : List.of("wrong", "", "AAAA-BBBB", "0000-0000-0000-0000-0000-0000-0000-0000")) {
            var wrong = assertThrows(ProblemException.class, () -> secrets.prove(other.toCharArray()), other);
            assertEquals(ProblemCode.BAD_VALUE, wrong.problem().code());
        }
        assertEquals(before, status());
        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
    }

    @Test
    void whoForgotThePassphraseStartsANewKey() throws Exception {
        keyStore.setMissing(true);
        secrets.change(loft, set("apiKey", "s3cret"));
        secrets.usePassphrase("correct horse".toCharArray());
        restart(LONG);
        assertLocked(loft);

        secrets.startNewKey();
        secrets.change(cellar, set("apiKey", "new"));

        assertEquals(Secrets.of("apiKey", "new"), readable(cellar));
        assertEquals(Set.of(loft), secrets.locked());
        secrets.unlock("correct horse".toCharArray()); // remembered after all
        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
    }

    @Test
    void theRecoveryPhraseRepairsALostKeyStore() throws Exception {
        secrets.change(loft, set("apiKey", "s3cret"));
        secrets.change(cellar, set("token", "t0ken"));
        var phrase = secrets.recoveryPhrase();
        keyStore.forgetAll();

        restart(LONG);

        assertLocked(loft);
        assertEquals(State.LOCKED, status().state());
        assertEquals(Set.of(loft, cellar), status().locked());
        assertThrows(ProblemException.class, secrets::recoveryPhrase);
        assertThrows(ProblemException.class, () -> secrets.recover("AAAA-BBBB"));
        secrets.recover(
                phrase.toLowerCase(java.util.Locale.ROOT).replace('0', 'o').replace("-", " "));
        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));

        restart(LONG); // repaired for good
        assertEquals(Secrets.of("token", "t0ken"), readable(cellar));
        assertEquals(phrase, secrets.recoveryPhrase());
    }

    @Test
    void aLockedSecretStandsInTheStoreByteForByteUntilItsKeyIsBack() throws Exception {
        secrets.change(loft, set("refreshToken", "Atzr|one"));
        var phrase = secrets.recoveryPhrase();
        var before = bytes(loft);
        keyStore.forgetAll();
        restart(LONG);

        assertLocked(loft);
        assertThrows(ProblemException.class, () -> secrets.read(loft));
        assertEquals(Set.of(loft), status().locked());
        assertEquals(before, bytes(loft));

        secrets.recover(phrase);
        assertEquals(Secrets.of("refreshToken", "Atzr|one"), readable(loft));
        assertEquals(before, bytes(loft));
    }

    /// What the store's file holds of an instance's secrets, as hexadecimal digits.
    private List<String> bytes(InstanceId id) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.store());
                var query = connection.prepareStatement(
                        "select hex(nonce) || ' ' || hex(cipher) || ' ' || key_id from secret"
                                + " where instance_num = (select num from instance where id = ?)")) {
            query.setString(1, id.value());
            var all = new ArrayList<String>();
            for (var rows = query.executeQuery(); rows.next(); ) {
                all.add(rows.getString(1));
            }
            assertFalse(all.isEmpty());
            return all;
        }
    }

    @Test
    void whatCannotBeDecryptedIsNeverOverwritten() throws Exception {
        secrets.change(loft, set("apiKey", "old"));
        secrets.change(cellar, set("apiKey", "cellar's"));
        var phrase = secrets.recoveryPhrase();
        keyStore.forgetAll();
        restart(LONG);
        var before = repository.of(loft).getFirst();

        secrets.change(loft, set("apiKey", "new"));

        assertEquals(Secrets.of("apiKey", "new"), readable(loft));
        assertEquals(Set.of(cellar), status().locked());
        var lost = repository.of(loft).getLast();
        assertEquals(before.keyId(), lost.keyId());
        assertEquals(
                java.util.HexFormat.of().formatHex(before.sealed().cipher()),
                java.util.HexFormat.of().formatHex(lost.sealed().cipher()));

        secrets.recover(phrase);
        assertEquals(Secrets.of("apiKey", "new"), readable(loft), "the newer one counts");
        assertEquals(Secrets.of("apiKey", "cellar's"), readable(cellar));
    }

    @Test
    void aNewDataKeyTakesAllSecretsAlongAndTheOldOneIsGone() throws Exception {
        secrets.change(loft, set("apiKey", "s3cret"));
        secrets.change(cellar, set("apiKey", "t0ken"));
        var phrase = secrets.recoveryPhrase();
        var before = repository.keys().getFirst().keyId();

        assertEquals(2, secrets.rekey(Optional.empty()));

        assertNotEquals(before, repository.keys().getFirst().keyId());
        assertEquals(1, repository.keys().size());
        assertEquals(1, keyStore.size());
        restart(LONG);
        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
        assertEquals(Secrets.of("apiKey", "t0ken"), readable(cellar));
        assertEquals(phrase, secrets.recoveryPhrase());
    }

    @Test
    void aNewDataKeyKeepsThePassphraseAndNeverPutsAnOlderValueInPlaceOfANewerOne() throws Exception {
        secrets.change(loft, set("apiKey", "old"));
        var phrase = secrets.recoveryPhrase();
        keyStore.forgetAll();
        restart(LONG);
        secrets.change(loft, set("apiKey", "new"));
        secrets.recover(phrase);
        secrets.usePassphrase("correct horse".toCharArray());

        assertThrows(ProblemException.class, () -> secrets.rekey(Optional.empty()));
        assertThrows(ProblemException.class, () -> secrets.rekey(Optional.of("wrong".toCharArray())));
        assertEquals(1, secrets.rekey(Optional.of("correct horse".toCharArray())));

        assertEquals(Secrets.of("apiKey", "new"), readable(loft));
        assertEquals(1, repository.of(loft).size());
        keyStore.forgetAll();
        restart(LONG);
        secrets.unlock("correct horse".toCharArray());
        assertEquals(Secrets.of("apiKey", "new"), readable(loft));
    }

    @Test
    void aBrokenValueLocksItsInstanceAlone() throws Exception {
        secrets.change(loft, Map.of("a", some("one"), "b", some("two")));
        secrets.change(cellar, set("a", "three"));
        var sealed = repository.of(loft).getFirst();
        sealed.sealed().cipher()[0] ^= 1;
        repository.save(List.of(new SealedSecret(
                sealed.owner(),
                sealed.field(),
                sealed.keyId(),
                new SealedBytes(sealed.sealed().nonce(), sealed.sealed().cipher()),
                sealed.at())));
        restart(LONG);

        assertLocked(loft);
        assertEquals(Secrets.of("a", "three"), readable(cellar));
        assertEquals(Set.of(loft), status().locked());
        assertEquals(State.OPEN, status().state());
    }

    @Test
    void aValueThatCannotBeReadGoesWhenAPersonRemovesIt() throws Exception {
        secrets.change(loft, set("apiKey", "s3cret"));
        keyStore.forgetAll();
        restart(LONG);
        assertLocked(loft);

        secrets.change(loft, Map.of("apiKey", Optional.empty()));

        assertEquals(Secrets.NONE, readable(loft));
        assertEquals(Set.of(), secrets.locked());
    }

    @Test
    void aKeyMadeInATransactionThatFailsLeavesNothingBehindThatHurts() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> database.atomically(() -> {
                    secrets.change(loft, set("apiKey", "never"));
                    throw new IllegalStateException("stop");
                }));
        assertEquals(Secrets.NONE, readable(loft));

        secrets.change(loft, set("apiKey", "s3cret"));
        secrets.usePassphrase("correct horse".toCharArray());
        restart(LONG);

        assertEquals(Secrets.of("apiKey", "s3cret"), readable(loft));
    }

    @Test
    void firstSecretsOfManyThreadsAtOnceAreUnderOneKey() throws Exception {
        var wishes = new ArrayList<Callable<Boolean>>();
        var ids = new ArrayList<InstanceId>();
        for (int i = 0; i < 12; i++) {
            var id = add("I" + i);
            ids.add(id);
            var value = "value " + i;
            boolean inTransaction = i % 2 == 0;
            wishes.add(() -> {
                if (inTransaction) {
                    database.atomically(() -> {
                        secrets.change(id, set("apiKey", value));
                        return id;
                    });
                } else {
                    secrets.prepare();
                    secrets.change(id, set("apiKey", value));
                }
                return true;
            });
        }
        try (var threads = Executors.newFixedThreadPool(wishes.size())) {
            for (var done : threads.invokeAll(wishes)) {
                assertTrue(done.get());
            }
        }

        assertEquals(1, repository.keys().size());
        assertEquals(1, keyStore.size());
        for (int i = 0; i < ids.size(); i++) {
            assertEquals(Secrets.of("apiKey", "value " + i), readable(ids.get(i)));
        }
    }

    @Test
    void secretsOfAnInstanceThatIsGoneAreNotStored() throws Exception {
        secrets.change(new InstanceId("sonarr-2601010000aaa"), set("apiKey", "late"));

        assertEquals(List.of(), repository.all());
    }

    @Test
    void everySecretThatWasReadOrWrittenIsHiddenInTheLog() throws Exception {
        secrets.change(loft, set("apiKey", "only-just-written"));

        assertEquals("with [hidden].", redactor.redact("with only-just-written."));
        var afterRestart = new Redactor();
        start(afterRestart, LONG);
        readable(loft);
        assertEquals("with [hidden].", afterRestart.redact("with only-just-written."));
        assertEquals("phrase [hidden]", redactor.redact("phrase " + secrets.recoveryPhrase()));
    }

    /// A command would read all instances twice, the second time maybe while it ends.
    @Test
    void onlyALockThatIsNewOrGoneIsTold() throws Exception {
        secrets.change(loft, set("a", "same"));
        secrets.change(cellar, set("a", "same"));
        start(redactor, LONG, work -> new Thread(work) {
            @Override
            public void start() {
                run();
            }
        });
        var told = new ArrayList<Set<InstanceId>>();

        secrets.whenLocksChange(() -> told.add(secrets.locked()));
        secrets.storeReplaced();
        assertEquals(List.of(), told);

        var ofCellar = repository.of(cellar).getFirst();
        repository.save(List.of(new SealedSecret(loft, "a", ofCellar.keyId(), ofCellar.sealed(), ofCellar.at())));
        secrets.storeReplaced();
        assertEquals(List.of(Set.of(loft)), told);
    }

    @Test
    void whoIsDeletedForGoodIsNotLockedAnyMore() throws Exception {
        secrets.change(loft, set("a", "same"));
        secrets.change(cellar, set("a", "same"));
        var ofCellar = repository.of(cellar).getFirst();
        repository.save(List.of(new SealedSecret(loft, "a", ofCellar.keyId(), ofCellar.sealed(), ofCellar.at())));
        secrets.storeReplaced();
        assertEquals(Set.of(loft), secrets.locked());

        repository.of(loft).forEach(repository::delete);
        secrets.change(cellar, set("b", "other"));

        assertEquals(Set.of(), secrets.locked());
    }

    private void restart(Duration patience) {
        start(redactor, patience);
    }

    private void start(Redactor hiding, Duration patience) {
        start(hiding, patience, Thread.ofPlatform().daemon().factory());
    }

    private void start(Redactor hiding, Duration patience, ThreadFactory threads) {
        secrets = new SecretStore(
                database,
                repository,
                new InstanceRepository(database, clock, new Random(1)),
                new Keeping(keyStore, new KeyFile(folder), patience, FEW_ROUNDS),
                hiding,
                clock,
                new SecureRandom(),
                threads);
        secrets.start();
    }

    /// What is said once the places have answered; a secret may be readable a moment before.
    private KeyStatus status() throws InterruptedException {
        Eventually.that(() -> secrets.status().get().state() != State.OPENING);
        return secrets.status().get();
    }

    private Secrets readable(InstanceId id) throws ProblemException {
        return secrets.read(id);
    }

    private void assertLocked(InstanceId id) {
        var locked = assertThrows(ProblemException.class, () -> secrets.read(id));
        assertEquals(ProblemCode.LOCKED, locked.problem().code());
    }

    private InstanceId add(String name) {
        var stored = new InstanceRepository(database, clock, new Random(name.hashCode()))
                .add(Configuration.of(new KindId("sonarr"), name, Address.of("http://loft.test/")), Optional.empty());
        return ((Stored.Saved) stored).instance().id();
    }

    private static Map<String, Optional<Secret>> set(String field, String value) {
        return Map.of(field, some(value));
    }

    private static Optional<Secret> some(String value) {
        return Optional.of(new Secret(value));
    }

    @Test
    void whatIsEqualIsStoredOnceAndChangedForAllAtOnce() throws Exception {
        var attic = add("Attic");
        for (var id : List.of(loft, cellar)) {
            secrets.change(id, Map.of("clientId", some("client"), "refreshToken", some("one")));
        }
        secrets.change(attic, Map.of("clientId", some("client"), "refreshToken", some("other")));

        secrets.shareEqual(List.of(loft, cellar, attic));

        assertEquals(4, repository.all().size());
        assertEquals(secrets.shared().get(loft), secrets.shared().get(cellar));
        assertNotEquals(secrets.shared().get(loft), secrets.shared().get(attic));
        assertEquals(Set.of("clientId", "refreshToken"), secrets.fields(cellar));

        secrets.changeForAll(loft, Map.of("refreshToken", some("two")));
        assertEquals(4, repository.all().size());
        assertEquals(
                "two", secrets.read(cellar).find("refreshToken").orElseThrow().value());
        assertEquals(
                "other", secrets.read(attic).find("refreshToken").orElseThrow().value());

        secrets.rekey(Optional.empty());
        assertEquals(
                "two", secrets.read(loft).find("refreshToken").orElseThrow().value());
        assertEquals(
                "client", secrets.read(cellar).find("clientId").orElseThrow().value());
        assertTrue(secrets.locked().isEmpty());
    }

    @Test
    void oneThatIsChangedAloneSharesNoLongerAndTheLastTakesTheRecordAlong() throws Exception {
        for (var id : List.of(loft, cellar)) {
            secrets.change(id, Map.of("clientId", some("client"), "refreshToken", some("one")));
        }
        secrets.shareEqual(List.of(loft, cellar));

        secrets.change(cellar, set("refreshToken", "one")); // nothing new
        assertEquals(2, secrets.shared().size());
        secrets.change(cellar, set("refreshToken", "mine"));

        assertEquals(Set.of(loft), secrets.shared().keySet());
        assertEquals(
                "client", secrets.read(cellar).find("clientId").orElseThrow().value());
        assertEquals(
                "mine", secrets.read(cellar).find("refreshToken").orElseThrow().value());
        assertEquals(
                "one", secrets.read(loft).find("refreshToken").orElseThrow().value());

        secrets.change(loft, set("refreshToken", "new"));
        assertTrue(secrets.shared().isEmpty());
        assertEquals(4, repository.all().size());
    }

    @Test
    void secretsOfTheProgramAreKeptAsThoseOfInstancesAndFollowANewKey() throws Exception {
        secrets.changeOfProgram("channel/ntfy", set("token", "tk_s3cret"));
        secrets.change(loft, set("apiKey", "of loft"));

        assertEquals(2, secrets.rekey(Optional.empty()));
        restart(LONG);

        assertEquals(Secrets.of("token", "tk_s3cret"), secrets.readOfProgram("channel/ntfy"));
        assertEquals(Secrets.NONE, secrets.readOfProgram("channel/email"));
        assertEquals(Secrets.of("apiKey", "of loft"), readable(loft));
        assertEquals(Set.of("token"), secrets.fieldsOfProgram("channel/ntfy"));
        assertEquals(1, repository.keys().size());
        secrets.changeOfProgram("channel/ntfy", Map.of("token", Optional.empty()));
        assertEquals(Set.of(), secrets.fieldsOfProgram("channel/ntfy"));
    }
}
