package io.pilothouse.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ExtraHeader;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstanceRepositoryTest {

    private static final KindId SONARR = new KindId("sonarr");
    private static final KindId RADARR = new KindId("radarr");
    private static final RemoteIdentity IDENTITY =
            new RemoteIdentity("Sonarr", "4.0.1", "Loft", "abc", new TreeMap<>(Map.of("os", "linux")));

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private Database database;
    private InstanceRepository instances;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), clock);
        instances = new InstanceRepository(database, clock, new Random(7));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void survivesAReopenWithEveryField() {
        var everything = new Configuration(
                SONARR,
                "Löft & 屋根裏",
                new Connection(
                        Address.of("https://loft.test:8989/sonarr"),
                        Optional.of(Address.of("http://10.0.0.2:8989/")),
                        Duration.ofSeconds(17),
                        new ProxyChoice.Through("proxy.test", 3128),
                        new TlsTrust.Pinned("ab".repeat(32)),
                        List.of(new ExtraHeader("X-One", "1", false), new ExtraHeader("X-Two", "", true))),
                false,
                3,
                "Media",
                List.of("anime", "4k"),
                IdentityColour.RUST,
                "LÖ",
                Optional.of(GuardLevel.READ_ONLY),
                Optional.of(Duration.ofMinutes(3)),
                "two\nlines",
                new TreeMap<>(Map.of("username", "anna", "empty", "")));
        var stored = saved(instances.add(everything, Optional.of("huntarr-1")));
        saved(instances.recordIdentity(stored.id(), IDENTITY));

        close();
        open();

        var found = instances.find(stored.id()).orElseThrow();
        assertEquals(
                new Instance(
                        stored.id(),
                        1,
                        everything,
                        1,
                        1,
                        Optional.of(IDENTITY),
                        clock.instant(),
                        clock.instant(),
                        Optional.empty(),
                        Optional.of("huntarr-1")),
                found);
    }

    @Test
    void keepsEveryChoiceOfProxyAndTrust() {
        int n = 0;
        for (var proxy : List.of(new ProxyChoice.System(), new ProxyChoice.None(), new ProxyChoice.Through("p", 1))) {
            for (var trust : List.of(
                    new TlsTrust.System(), new TlsTrust.Authority("PEM"), new TlsTrust.Pinned("0f".repeat(32)))) {
                var connection = new Connection(
                        Address.of("http://a.test/"), Optional.empty(), Duration.ofSeconds(1), proxy, trust, List.of());
                var configuration = configuration(SONARR, "n" + n++).withConnection(connection);
                assertEquals(
                        configuration,
                        saved(instances.add(configuration, Optional.empty())).configuration());
            }
        }
    }

    @Test
    void manyThreadsWithARandomnessThatCollidesGetDifferentIds() throws Exception {
        int wanted = 200;
        var drawn = new AtomicInteger();
        // three characters from an alphabet of six, so that most draws were drawn before
        var colliding = new RandomGenerator() {
            private final Random random = new Random(1);

            @Override
            public long nextLong() {
                return random.nextLong();
            }

            @Override
            public int nextInt(int bound) {
                drawn.incrementAndGet();
                return random.nextInt(6);
            }
        };
        instances = new InstanceRepository(database, clock, colliding);
        var wishes = new ArrayList<Callable<Instance>>();
        for (int i = 0; i < wanted; i++) {
            int n = i;
            wishes.add(() -> saved(instances.add(configuration(SONARR, "n" + n), Optional.empty())));
        }

        var ids = new HashSet<InstanceId>();
        var nums = new HashSet<Integer>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (var done : threads.invokeAll(wishes)) {
                var stored = done.get();
                ids.add(stored.id());
                nums.add(stored.num());
                assertTrue(stored.id().value().matches("sonarr-2611202031[a-z0-9]{3}"), stored.id()::value);
            }
        }

        assertEquals(wanted, ids.size());
        assertEquals(wanted, nums.size());
        assertEquals(
                ids, new HashSet<>(instances.all().stream().map(Instance::id).toList()));
        assertTrue(drawn.get() > 3 * wanted, "no collision happened");
    }

    @Test
    void neitherIdNorNumberOfAPurgedInstanceComesBack() {
        var always = new RandomGenerator() {
            private int next;

            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public int nextInt(int bound) {
                return next++ < 6 ? 0 : 1; // "aaa" twice, then "bbb"
            }
        };
        instances = new InstanceRepository(database, clock, always);
        var first = add("Loft");
        instances.trash(first.id());
        assertTrue(instances.purge(first.id()));

        var second = add("Loft");

        assertTrue(first.id().value().endsWith("aaa"));
        assertTrue(second.id().value().endsWith("bbb"));
        assertTrue(second.num() > first.num());
    }

    @Test
    void aNameIsTakenWithoutRegardToCaseButOnlyInItsKind() {
        var loft = add("Löft");

        assertEquals(new Stored.NameTaken(loft.id()), instances.add(configuration(SONARR, "LÖFT"), Optional.empty()));
        saved(instances.add(configuration(RADARR, "löft"), Optional.empty()));
        assertEquals(loft, instances.findNamed(SONARR, "lÖFT").orElseThrow());

        instances.trash(loft.id());
        var newer = saved(instances.add(configuration(SONARR, "löft"), Optional.empty()));
        assertEquals(new Stored.NameTaken(newer.id()), instances.restore(loft.id(), "Löft"));
        assertEquals("Löft 2", saved(instances.restore(loft.id(), "Löft 2")).name());
    }

    @Test
    void aRenameIsOneCellAndTheOldNameIsFoundFor90Days() {
        var loft = add("Loft");
        clock.pass(Duration.ofMinutes(1));
        var renamed = saved(instances.update(
                loft.id(), loft.configVersion(), loft.configuration().withName("Attic")));

        assertEquals(
                new Instance(
                        loft.id(),
                        loft.num(),
                        loft.configuration().withName("Attic"),
                        loft.position(),
                        2,
                        loft.identity(),
                        loft.createdAt(),
                        clock.instant(),
                        loft.deletedAt(),
                        loft.legacyKey()),
                renamed);
        assertEquals(Map.of(loft.id(), List.of("Loft")), instances.formerNames());

        clock.pass(Duration.ofDays(91));
        instances.forgetOld();
        assertEquals(Map.of(), instances.formerNames());
    }

    @Test
    void aFormOpenedOnAnOlderVersionChangesNothing() {
        var loft = add("Loft");
        var raised = saved(instances.raiseVersion(loft.id()));

        assertEquals(
                new Stored.Outdated(raised),
                instances.update(
                        loft.id(), loft.configVersion(), loft.configuration().withName("Attic")));
        assertEquals(new Stored.Outdated(raised), instances.acceptIdentity(loft.id(), loft.configVersion(), IDENTITY));
        assertEquals(Optional.of(raised), instances.find(loft.id()));
        assertEquals(
                3,
                saved(instances.acceptIdentity(loft.id(), raised.configVersion(), IDENTITY))
                        .configVersion());
    }

    @Test
    void theTrashGivesBackTheSameInstanceFor30Days() {
        var loft = add("Loft");
        var cellar = add("Cellar");
        saved(instances.trash(loft.id()));

        assertEquals(List.of(cellar), instances.all());
        assertEquals(
                List.of(loft.id()),
                instances.trashed().stream().map(Instance::id).toList());
        assertEquals(new Stored.Gone(), instances.update(loft.id(), 1, loft.configuration()));

        clock.pass(Duration.ofDays(29));
        assertEquals(List.of(), instances.forgetOld());
        assertEquals(loft, saved(instances.restore(loft.id(), "Loft")));

        instances.trash(loft.id());
        clock.pass(Duration.ofDays(31));
        assertEquals(List.of(loft.id()), instances.forgetOld());
        assertEquals(Optional.empty(), instances.find(loft.id()));
        assertEquals(new Stored.Gone(), instances.restore(loft.id(), "Loft"));
    }

    @Test
    void keepsThePersonsOrder() {
        var a = add("A");
        var b = add("B");
        var c = add("C");

        instances.order(List.of(c.id(), a.id()));

        assertEquals(
                List.of(c.id(), a.id(), b.id()),
                instances.all().stream().map(Instance::id).toList());
    }

    @Test
    void anImportedInstanceKeepsItsIdAndTheIdStaysUnique() {
        var id = new InstanceId("sonarr-2501010000abc");
        var created = Instant.parse("2025-01-01T00:00:00Z");

        var known = saved(instances.addKnown(id, configuration(SONARR, "Loft"), created, Optional.empty()));

        assertEquals(id, known.id());
        assertEquals(created, known.createdAt());
        assertThrows(
                IllegalArgumentException.class,
                () -> instances.addKnown(id, configuration(SONARR, "Other"), created, Optional.empty()));
        assertFalse(instances.findNamed(SONARR, "Other").isPresent());
    }

    private Instance add(String name) {
        return saved(instances.add(configuration(SONARR, name), Optional.empty()));
    }

    private static Instance saved(Stored stored) {
        return assertInstanceOf(Stored.Saved.class, stored).instance();
    }

    private static Configuration configuration(KindId kind, String name) {
        return Configuration.of(kind, name, Address.of("http://loft.test:8989/"));
    }
}
