package io.pilothouse.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bar D3: a process that is killed at any moment, also while it migrates or copies, loses nothing it
/// had acknowledged, and its store opens.
final class KilledTest {

    @TempDir
    Path root;

    @Test
    void nothingAcknowledgedIsLostAtFiftyRandomPoints() throws Exception {
        killAndLook(50, new Random(17));
    }

    @Test
    @Tag("benchmark")
    void nothingAcknowledgedIsLostAtFiveHundredRandomPoints() throws Exception {
        killAndLook(500, new Random(18));
    }

    private void killAndLook(int points, Random random) throws Exception {
        var working = new DataFolder(root.resolve("working"));
        var acknowledged = new ArrayList<String>();
        for (int point = 0; point < points; point++) {
            if (point % 5 == 0) { // while it brings an old store up to date
                var old = oldStore(point);
                killAfter(0, random.nextInt(700_000), old.folder());
                look(old.folder(), old.acknowledged(), "kill " + point);
            } else {
                acknowledged.addAll(killAfter(1 + random.nextInt(60), random.nextInt(4_000), working));
                look(working, acknowledged, "kill " + point);
            }
        }
        assertTrue(acknowledged.size() > points, "too little was done: " + acknowledged.size());
    }

    /// A store of the first schema with three instances, as they are written today: what came to the table
    /// later is left away.
    private OldStore oldStore(int point) throws SQLException {
        var today = new DataFolder(root.resolve("today-" + point));
        var acknowledged = new ArrayList<String>();
        try (var database = Database.open(today, Clock.systemUTC())) {
            var instances = new InstanceRepository(database, Clock.systemUTC(), new Random());
            for (var name : List.of("Loft", "Cellar", "Barn")) {
                acknowledged.add("added " + add(instances, name).id());
            }
        }
        var folder = new DataFolder(root.resolve("old-" + point));
        Database.open(folder, Clock.systemUTC(), Migrations.ALL.upTo(1)).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.store());
                var statement = connection.createStatement()) {
            statement.execute("attach '" + today.store() + "' as today");
            String columns;
            try (var row = statement.executeQuery(
                    "select group_concat(name, ', ') from pragma_table_info('instance', 'main')")) {
                columns = row.getString(1);
            }
            statement.executeUpdate(
                    "insert into main.instance (" + columns + ") select " + columns + " from today.instance");
        }
        return new OldStore(folder, acknowledged);
    }

    private record OldStore(DataFolder folder, List<String> acknowledged) {}

    private static Instance add(InstanceRepository instances, String name) {
        var configuration = Configuration.of(new KindId("sonarr"), name, Address.of("http://loft.test/"));
        return ((Stored.Saved) instances.add(configuration, Optional.empty())).instance();
    }

    /// @param lines  how many acknowledgements to wait for
    /// @param micros how much longer to let it work
    private static List<String> killAfter(int lines, int micros, DataFolder folder) throws Exception {
        var child = ChildJvm.start(Worker.class, folder.root().toString());
        var said = new ArrayList<String>();
        try (var reader = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            while (said.size() < lines) {
                var line = reader.readLine();
                if (line == null) {
                    throw new IOException(
                            "the child ended by itself with status " + child.waitFor() + " after " + said);
                }
                said.add(line);
            }
            LockSupport.parkNanos(micros * 1_000L); // a random moment, not a wait for anything
            child.toHandle().destroyForcibly(); // the process's own method would close its streams
            child.waitFor();
            reader.lines().forEach(said::add); // what it said before it died
        }
        return said;
    }

    private static void look(DataFolder folder, List<String> acknowledged, String when) {
        try (var database = Database.open(folder, Clock.systemUTC())) {
            assertTrue(database.passesCheck(), when);
            var instances = new InstanceRepository(database, Clock.systemUTC(), new Random());
            var there = instances.all().stream()
                    .map(Instance::id)
                    .map(InstanceId::value)
                    .collect(Collectors.toSet());
            var settings = new SettingRepository(database).all();
            var slots = new SlotRepository(database)
                    .unended().stream().map(SlotRepository.Claim::key).collect(Collectors.toSet());
            for (var line : acknowledged) {
                var words = line.split(" ");
                switch (words[0]) {
                    case "added" -> assertTrue(there.contains(words[1]), () -> when + " lost " + line);
                    case "renamed" ->
                        assertEquals(
                                words[2],
                                instances
                                        .find(new InstanceId(words[1]))
                                        .orElseThrow()
                                        .name(),
                                when);
                    case "set" -> assertTrue(settings.containsKey(words[1]), () -> when + " lost " + line);
                    case "claimed" -> assertTrue(slots.contains(words[1]), () -> when + " lost " + line);
                    default -> throw new AssertionError(line);
                }
            }
            var halves = new HashSet<String>();
            settings.keySet().stream()
                    .filter(name -> name.endsWith(".first") || name.endsWith(".second"))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .forEach(name -> {
                        if (!halves.remove(name)) {
                            halves.add(name);
                        }
                    });
            assertEquals(new HashSet<>(), halves, () -> when + " left half a transaction");
        }
    }

    /// Works on the store until it is killed, and says what is done.
    static final class Worker {
        public static void main(String[] arguments) {
            var run = Long.toString(System.nanoTime(), 36);
            try (var database = Database.open(new DataFolder(Path.of(arguments[0])), Clock.systemUTC())) {
                var instances = new InstanceRepository(database, Clock.systemUTC(), new Random());
                var settings = new SettingRepository(database);
                var health = new HealthRepository(database);
                for (int i = 0; ; i++) {
                    var name = "n" + run + "-" + i;
                    var added = add(instances, name);
                    ChildJvm.say("added " + added.id());
                    var renamed = name + "x";
                    instances.update(added.id(), 1, added.configuration().withName(renamed));
                    ChildJvm.say("renamed " + added.id() + " " + renamed);
                    database.atomically(() -> {
                        settings.save(name + ".first", "1");
                        settings.save(name + ".second", "2");
                        return name;
                    });
                    ChildJvm.say("set " + name + ".first");
                    new SlotRepository(database)
                            .claim(
                                    "hunt/" + name,
                                    Optional.of(added.id()),
                                    Clock.systemUTC().instant());
                    ChildJvm.say("claimed hunt/" + name);
                    health.append(List.of(new HealthRepository.Sample(
                            added.id(),
                            Clock.systemUTC().instant(),
                            Health.HEALTHY,
                            Optional.empty(),
                            Optional.empty())));
                    if (i % 7 == 6) {
                        health.rollUpAndForget(Clock.systemUTC().instant(), HistoryKept.USUAL);
                        database.copy(StoreCopy.Reason.DAILY);
                    }
                }
            }
        }
    }
}
