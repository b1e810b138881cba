package io.pilothouse.tasks.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.guard.Consent;
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
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryPersonalRepository.Event;
import io.pilothouse.store.StoreCopies;
import io.pilothouse.store.StoreCopy;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.activity.StoredActivity;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.tasks.cycle.RuleDocument;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.tasks.instance.StoredInstances;
import io.pilothouse.tasks.transfer.ImportPlan.Decision;
import io.pilothouse.testing.FakeKind;
import io.pilothouse.testing.HandTime;
import io.pilothouse.testing.MemorySecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransfersTest {

    private static final Instant NOW = Instant.parse("2026-07-18T14:00:00Z");
    private static final Consent ME = Consent.confirmed(Origin.TERMINAL);
    private static final KindId RADARR = new KindId("radarr");

    /// An instance as Huntarr 9.4 keeps it.
    private static final String HUNTARR_SONARR = """
            {"instances": [
              {"instance_id": "sonarr-2602061834k3z", "name": "TV 1080p", "api_url": "http://10.0.0.10:8989",
               "api_key": "s3cret0123456789", "enabled": true, "hunt_missing_items": 2, "hunt_upgrade_items": 0,
               "sleep_duration": 900, "hourly_cap": 20, "state_management_hours": 72, "api_timeout": 120,
               "exempt_tags": ["Keep Me"], "max_download_queue_size": -1, "monitored_only": true,
               "command_wait_delay": 1, "custom_tags": {"missing": "x"}},
              {"name": "TV 1080p", "api_url": "10.0.0.11:8989/", "api_key": "s3cret-two", "enabled": false},
              {"name": "Default", "api_url": "http://localhost:8989", "api_key": ""}],
             "sleep_duration": 900}
            """;

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(NOW);
    private final MemorySecrets secrets = new MemorySecrets();
    private final Map<String, String> keptRules = new HashMap<>();
    private Database database;
    private TaskRunner runner;
    private StoredInstances instances;
    private Transfers transfers;

    @BeforeEach
    void open() throws IOException {
        var kinds = new ConnectorKinds(List.of(
                FakeKind.of("radarr"), FakeKind.of("sonarr"), FakeKind.of("qbittorrent"), FakeKind.of("stash")));
        database = Database.open(new DataFolder(folder.resolve("data")), time);
        var repository = new InstanceRepository(database, time, new SecureRandom());
        runner = new TaskRunner(time, new TaskRepository(database), new UndoRepository(database), Duration.ZERO);
        var activity = new StoredActivity(new ActivityRepository(database));
        instances = new StoredInstances(database, repository, secrets, kinds, time, ZoneOffset.UTC, runner, activity);
        transfers = new Transfers(
                database,
                secrets,
                instances,
                instances::reload,
                new Kinds(kinds),
                activity,
                (id, name, document, _) -> keptRules.put(name, document),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    @AfterEach
    void close() {
        runner.close();
        database.close();
    }

    private ImportPlan run(Path file) throws Exception {
        return run(file, Optional.empty());
    }

    private ImportPlan run(Path file, Optional<char[]> passphrase) throws Exception {
        return run(file, passphrase, Optional.empty());
    }

    private ImportPlan run(Path file, Optional<char[]> passphrase, Optional<String> person) throws Exception {
        var outcome = runner.start(
                        new TaskRequest("import", "import", List.of(), Origin.TERMINAL),
                        context -> transfers.run(file, Optional.empty(), passphrase, person, ME, context))
                .await();
        return switch (outcome) {
            case Outcome.Succeeded<ImportPlan>(var plan) -> plan;
            case Outcome.Failed<ImportPlan>(var problem) -> throw new ProblemException(problem);
            case Outcome.Cancelled<ImportPlan>() -> throw new AssertionError("nobody stopped it");
        };
    }

    private ProblemCode refusal(Path file) {
        var before = instances.fleet().get().live();
        var refused =
                assertThrows(ProblemException.class, () -> transfers.plan(file, Optional.empty(), Optional.empty()));
        assertEquals(before, instances.fleet().get().live());
        assertThat(refused.problem().summary()).doesNotContain("s3cret");
        return refused.problem().code();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path sqlite(String name, String... statements) throws SQLException {
        var path = folder.resolve(name);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
        return path;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private Path huntarrDatabase() throws SQLException {
        return sqlite(
                "huntarr.db",
                "create table app_configs (id integer primary key, app_type text unique, config_data text)",
                "create table sleep_data_per_instance (app_type text)",
                "create table hunt_history (id integer primary key, app_type text, media_id text)",
                "create table users (id integer, password text)",
                "insert into app_configs (app_type, config_data) values ('sonarr', " + quoted(HUNTARR_SONARR) + ")",
                "insert into app_configs (app_type, config_data) values ('radarr', '{broken')",
                "insert into hunt_history (app_type, media_id) values ('sonarr', '7'), ('sonarr', '8')",
                "insert into users values (1, 's3cret-password')");
    }

    private Instance fullInstance() throws ProblemException {
        var connection = new Connection(
                Address.of("https://nas.lan:7878/radarr/"),
                Optional.of(Address.of("http://vpn:7878/")),
                Duration.ofSeconds(20),
                new ProxyChoice.Through("gate.lan", 3_128),
                new TlsTrust.Pinned("ab".repeat(32)),
                List.of(new ExtraHeader("X-Plain", "1", false), new ExtraHeader("X-Gate", "", true)));
        return instances.add(
                new Configuration(
                        RADARR,
                        "Films “4K”",
                        connection,
                        false,
                        7,
                        "Media",
                        List.of("4k", "kids"),
                        IdentityColour.PLUM,
                        "F4",
                        Optional.of(GuardLevel.GUARDED),
                        Optional.of(Duration.ofSeconds(90)),
                        "notes\nof two lines",
                        new TreeMap<>(Map.of("username", "joe"))),
                Secrets.of("apiKey", "s3cret"),
                ME);
    }

    @Test
    void anExportComesBackWholeWithItsIdAndSecrets() throws Exception {
        var original = fullInstance();
        var file = folder.resolve("fleet.json");
        transfers.export(file, List.of(original), Optional.of("correct horse".toCharArray()));
        assertThat(Files.readString(file)).doesNotContain("s3cret");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        instances.remove(original.id(), ME);
        instances.purge(original.id(), ME);

        var plan = run(file, Optional.of("correct horse".toCharArray()));

        assertEquals(1, plan.count(Decision.ADD));
        var back = instances.find(original.id()).orElseThrow();
        assertEquals(original.configuration(), back.configuration());
        assertEquals(original.createdAt(), back.createdAt());
        assertEquals(Secrets.of("apiKey", "s3cret"), secrets.read(back.id()));
        assertEquals(1, run(file, Optional.of("correct horse".toCharArray())).count(Decision.ALREADY_HERE));
    }

    @Test
    void withoutAPassphraseNoSecretIsWrittenAndNoneTaken() throws Exception {
        var original = fullInstance();
        var file = folder.resolve("fleet.json");

        transfers.export(file, List.of(original), Optional.empty());

        assertThat(Files.readString(file)).doesNotContain("s3cret", "\"secrets\"");
        assertThrows(
                ProblemException.class,
                () -> transfers.export(file, List.of(original), Optional.empty()),
                "nothing is overwritten");
    }

    @Test
    void anotherPassphraseOrASecretMovedToAnotherInstanceIsRefused() throws Exception {
        var original = fullInstance();
        var file = folder.resolve("fleet.json");
        var tooShort = assertThrows(
                ProblemException.class,
                () -> transfers.export(file, List.of(original), Optional.of("7 chars".toCharArray())));
        assertEquals(ProblemCode.BAD_VALUE, tooShort.problem().code());
        assertThat(file).doesNotExist();
        transfers.export(file, List.of(original), Optional.of("right words".toCharArray()));
        instances.remove(original.id(), ME);
        instances.purge(original.id(), ME);

        var wrong = assertThrows(ProblemException.class, () -> run(file, Optional.of("wrong".toCharArray())));
        assertEquals(ProblemCode.BAD_VALUE, wrong.problem().code());
        var id = original.id().value();
        var moved = file("moved.json", Files.readString(file).replace(id, id.substring(0, id.length() - 3) + "zzz"));
        assertThrows(ProblemException.class, () -> run(moved, Optional.of("right words".toCharArray())));
        assertTrue(instances.fleet().get().live().isEmpty());
    }

    @Test
    void aHuntarrDatabaseGivesInstancesAndRulesSwitchedOff() throws Exception {
        var plan = run(huntarrDatabase());

        assertEquals(ImportSource.HUNTARR, plan.source());
        assertEquals("9.1 to 9.4", plan.form());
        assertEquals(2, plan.count(Decision.ADD));
        var first = instances.fleet().get().live().getFirst();
        assertEquals("sonarr-2602061834k3z", first.id().value());
        assertFalse(first.enabled());
        assertEquals(Duration.ofSeconds(120), first.configuration().connection().timeout());
        assertEquals(Secrets.of("apiKey", "s3cret0123456789"), secrets.read(first.id()));
        var second = instances.fleet().get().live().getLast();
        assertEquals("TV 1080p 2", second.name());
        assertEquals("http://10.0.0.11:8989/", second.address().toString());
        assertThat(plan.toString()).doesNotContain("s3cret");
        assertThat(plan.lines())
                .contains(
                        new ReportLine(
                                "sonarr/Default", "instance", ReportLine.Outcome.LEFT_OUT, "It was never filled in."),
                        new ReportLine(
                                "radarr",
                                "settings",
                                ReportLine.Outcome.LEFT_OUT,
                                "They are broken and cannot be read."))
                .anyMatch(line -> line.section().equals("users") && line.outcome() == ReportLine.Outcome.LEFT_OUT);
    }

    /// What Huntarr kept for all instances at once has no one place here: it is told, without its secrets.
    @Test
    void whatHuntarrKeptForAllIsTold() throws Exception {
        var file = sqlite(
                "huntarr.db",
                "create table app_configs (id integer primary key, app_type text unique, config_data text)",
                "create table general_settings (setting_key text, setting_value text)",
                "create table schedules (app_type text, action text, time_hour, time_minute, days, app_instance, enabled)",
                "create table notification_connections (name text, provider text, settings text)",
                "insert into app_configs (app_type, config_data) values ('sonarr', " + quoted(HUNTARR_SONARR) + ")",
                "insert into general_settings values ('proxy_enabled', 'True'), ('proxy_hostname', 'gate.lan'),"
                        + " ('proxy_port', '3128'), ('apprise_urls', 'discord://s3cret')",
                "insert into schedules values ('sonarr', 'pause', 8, 0, '[\"monday\",\"friday\"]', 'TV', 1),"
                        + " ('global', 'api-5', 22, 30, '[]', '', 0), ('sonarr', 'dance', 1, 1, '[]', '', 1)",
                "insert into notification_connections values ('Phone', 'discord', '{\"webhook\":\"s3cret\"}')");

        var lines = transfers.plan(file, Optional.empty(), Optional.empty()).lines();

        assertThat(lines.toString())
                .contains("gate.lan:3128", "apprise_urls", "Phone (discord)")
                .doesNotContain("s3cret");
        assertThat(lines.stream().filter(line -> line.section().startsWith("schedules")))
                .extracting(line -> line.key() + ": " + line.outcome() + " " + line.words())
                .containsExactly(
                        "pause at 08:00 of TV: LEFT_OUT It ran on monday,friday: give the rules it is for their hours"
                                + " and days.",
                        "api-5 at 22:30: LEFT_OUT It ran on every day and was switched off: give the rules it is for"
                                + " the budget perHour 5.",
                        "dance at 01:01: UNKNOWN This key is not known.");
    }

    @Test
    void oneBrokenFileOfAFolderLeavesTheOthersWhole() throws Exception {
        Files.createDirectories(folder.resolve("scheduler"));
        file("sonarr.json", HUNTARR_SONARR);
        file("radarr.json", "{broken");
        Files.write(folder.resolve("general.json"), new byte[] {'{', (byte) 0xff, '}'});
        file(
                "scheduler/schedule.json",
                "{\"radarr\":[{\"time\":{\"hour\":7,\"minute\":5},\"days\":[\"sunday\"],\"action\":\"resume\"}]}");

        var plan = transfers.plan(folder, Optional.empty(), Optional.empty());

        assertEquals(2, plan.count(Decision.ADD));
        assertThat(plan.lines())
                .contains(new ReportLine(
                        "radarr", "settings", ReportLine.Outcome.LEFT_OUT, "They are broken and cannot be read."))
                .anyMatch(
                        line -> line.section().equals("general") && line.words().contains("broken"))
                .anyMatch(line -> line.key().equals("resume at 07:05"));
        Files.delete(folder.resolve("sonarr.json"));
        assertThrows(ProblemException.class, () -> transfers.plan(folder, Optional.empty(), Optional.empty()));
    }

    @Test
    void moreInstancesThanAreReadAreTold() throws Exception {
        var many = java.util.stream.IntStream.range(0, 1_003)
                .mapToObj(i -> "{\"name\":\"N" + i + "\",\"api_url\":\"http://10.0.0.1:" + (10_000 + i)
                        + "\",\"api_key\":\"k\"}")
                .collect(java.util.stream.Collectors.joining(",", "{\"instances\":[", ",7]}"));

        var plan = transfers.plan(file("sonarr.json", many), Optional.empty(), Optional.empty());

        assertEquals(1_000, plan.count(Decision.ADD));
        assertThat(plan.lines()).anyMatch(line -> line.words().contains("the first 1000 of 1004"));
    }

    @Test
    void aHuntarrRuleIsOneOfOurs() throws Exception {
        run(huntarrDatabase());

        assertEquals(List.of("Missing (Huntarr)"), List.copyOf(keptRules.keySet()));
        var rule = RuleDocument.read(keptRules.get("Missing (Huntarr)"));
        assertEquals(2, rule.perRun());
        assertEquals(Duration.ofSeconds(900), rule.every());
        assertEquals(Duration.ofHours(72), rule.coolDown());
        assertFalse(rule.enabled());
        assertThat(rule.exclude().toString()).contains("keep-me");
    }

    @Test
    void importingTwiceChangesNothing() throws Exception {
        var file = huntarrDatabase();
        run(file);
        var after = instances.fleet().get().live();

        var again = run(file);

        assertEquals(2, again.count(Decision.ALREADY_HERE));
        assertEquals(after, instances.fleet().get().live());
    }

    @Test
    void aCheckedCopyOfTheStoreIsMadeBeforeInstancesAreAddedAndOnlyThen() throws Exception {
        var file = huntarrDatabase();
        transfers.plan(file, Optional.empty(), Optional.empty());
        assertTrue(new StoreCopies(database.folder()).good().isEmpty());
        run(file);
        run(file);

        var copies = new StoreCopies(database.folder()).good();
        assertEquals(1, copies.size());
        assertEquals(StoreCopy.Reason.BEFORE_BULK, copies.getFirst().reason());
        assertEquals(0, copies.getFirst().instances());
    }

    @Test
    void aPlanChangesNothingAndTheSourceStaysAsItWas() throws Exception {
        var file = huntarrDatabase();
        var bytes = Files.readAllBytes(file);

        var plan = transfers.plan(file, Optional.of(ImportSource.HUNTARR), Optional.empty());

        assertEquals(2, plan.count(Decision.ADD));
        assertFalse(plan.done());
        assertTrue(instances.fleet().get().live().isEmpty());
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertFalse(Files.exists(folder.resolve("huntarr.db-wal")));
    }

    @Test
    void anUncheckpointedLogIsReadToo() throws Exception {
        var path = folder.resolve("huntarr.db");
        var copied = Files.createDirectories(folder.resolve("copied"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table app_configs (app_type text unique, config_data text)");
            statement.execute("insert into app_configs values ('sonarr', " + quoted(HUNTARR_SONARR) + ")");
            for (var ending : List.of("", "-wal")) {
                Files.copy(folder.resolve("huntarr.db" + ending), copied.resolve("huntarr.db" + ending));
            }
        }

        assertEquals(
                2, transfers.plan(copied, Optional.empty(), Optional.empty()).count(Decision.ADD));
    }

    @Test
    void huntarrFoldersOfEveryAgeAreUnderstood() throws Exception {
        var old = Files.createDirectories(folder.resolve("old"));
        Files.writeString(old.resolve("radarr.json"), """
                {"instances":[{"name":"Films","address":"http://10.0.0.12:7878","api_key":"k"}],"hunt_missing_movies":1}
                """);
        var oldest = Files.createDirectories(folder.resolve("oldest"));
        Files.writeString(oldest.resolve("huntarr.json"), """
                {"app_type":"sonarr","connections":{"sonarr":{"api_url":"http://10.0.0.13:8989","api_key":"k"}},
                 "huntarr":{"hunt_missing_items":3},"advanced":{"api_timeout":60}}
                """);

        var plan = transfers.plan(old, Optional.empty(), Optional.empty());
        assertEquals("5.3 to 7.x", plan.form());
        assertEquals("http://10.0.0.12:7878/", plan.instances().getFirst().address());
        assertEquals(List.of("Missing (Huntarr)"), plan.instances().getFirst().rules());
        var oldestPlan = transfers.plan(oldest, Optional.empty(), Optional.empty());
        assertEquals("5.2 or earlier", oldestPlan.form());
        assertEquals(1, oldestPlan.count(Decision.ADD));
        assertEquals(
                List.of("Missing (Huntarr)"), oldestPlan.instances().getFirst().rules());
    }

    @Test
    void aHuntarrAddressThatIsNoTextIsRefused() throws Exception {
        var plan = transfers.plan(file("sonarr.json", """
                        {"instances":[{"name":"Odd","api_url":7,"api_key":"k"},{"name":"Odder","api_url":true},
                         {"name":"TV","api_url":"http://10.0.0.14:8989","api_key":"k"}]}
                        """), Optional.empty(), Optional.empty());

        assertEquals(1, plan.count(Decision.ADD));
        assertEquals(2, plan.leftOut());
        assertThat(plan.lines())
                .filteredOn(line -> line.words().equals("Its address cannot be understood."))
                .extracting(ReportLine::section)
                .containsExactly("sonarr/Odd", "sonarr/Odder");
    }

    @Test
    void qBitrrGivesTorrentClientsAppsAndALineForEveryKey() throws Exception {
        var file = file("config.toml", """
                [Settings]
                ConfigVersion = "5.14.4"
                FreeSpace = "-1"
                [qBit]
                Host = "10.0.0.20"
                Port = 8080
                UserName = "admin"
                Password = "s3cret"
                SkipTLSVerify = true
                [qBit-Seedbox]
                Host = "https://box.example.org"
                Port = 443
                [qBit-Later]
                Host = "CHANGE_ME"
                [Radarr-4K]
                URI = "http://10.0.0.21:7878"
                APIKey = "s3cret-two"
                Managed = true
                Mystery = 1
                [Radarr-4K.Torrent]
                AutoDelete = false
                [Odd]
                x = 1
                """);

        var plan = run(file);

        assertThat(instances.fleet().get().live())
                .extracting(instance ->
                        instance.kind() + " " + instance.name() + " " + instance.address() + " " + instance.enabled())
                .containsExactly(
                        "qbittorrent qBittorrent http://10.0.0.20:8080/ true",
                        "qbittorrent Seedbox https://box.example.org:443/ true",
                        "radarr Radarr-4K http://10.0.0.21:7878/ true");
        var first = instances.fleet().get().live().getFirst();
        assertEquals(Secrets.of("password", "s3cret"), secrets.read(first.id()));
        assertEquals(Map.of("username", "admin"), first.configuration().settings());
        assertEquals(new TlsTrust.System(), first.configuration().connection().trust(), "never trusted wholesale");
        assertThat(plan.lines())
                .anyMatch(line -> line.key().equals("SkipTLSVerify") && line.outcome() == ReportLine.Outcome.LEFT_OUT)
                .anyMatch(line -> line.key().equals("Mystery") && line.outcome() == ReportLine.Outcome.UNKNOWN)
                .anyMatch(line -> line.section().equals("Odd") && line.outcome() == ReportLine.Outcome.UNKNOWN)
                .anyMatch(line -> line.section().equals("qBit-Later") && line.outcome() == ReportLine.Outcome.LEFT_OUT);
        assertThat(plan.toString()).doesNotContain("s3cret");
    }

    @Test
    void qBitrrsHostsMayHaveASchemeAPathOrNoName() throws Exception {
        run(file("config.toml", "\uFEFF" + """
                [qBit]
                Host = "HTTP://10.0.0.20/qbittorrent"
                Port = 8080
                [qBit-Loop]
                Host = "::1"
                Port = 8081
                [qBit-Own]
                Host = "10.0.0.21:9090"
                Port = 8082
                [qBit-Odd]
                Host = "10.0.0.22"
                Port = 99999
                """));

        assertThat(instances.fleet().get().live())
                .extracting(instance -> instance.address().toString())
                .containsExactly("http://10.0.0.20:8080/qbittorrent/", "http://[::1]:8081/", "http://10.0.0.21:9090/");
    }

    @Test
    void peekGivesStashServers() throws Exception {
        var file = sqlite(
                "peek.db",
                "create table StashInstance (id text, name text, description text, url text, apiKey text,"
                        + " enabled integer, priority integer)",
                "create table SceneRating (userId integer)",
                "insert into StashInstance values ('0f-1', 'Den', 'upstairs', 'http://den:9999/graphql', 's3cret', 1, 3)",
                "insert into SceneRating values (1), (2)");

        var plan = run(file);

        var den = instances.fleet().get().live().getFirst();
        assertEquals("http://den:9999/", den.address().toString());
        assertEquals(3, den.configuration().priority());
        assertEquals(Optional.of("peek:0f-1"), den.legacyKey());
        assertEquals(Secrets.of("apiKey", "s3cret"), secrets.read(den.id()));
        assertThat(plan.lines())
                .anyMatch(line -> line.section().equals("User") && line.key().equals("2 people"));
        assertThat(plan.advice()).anyMatch(words -> words.contains("--user: 1 (1 rows), 2 (1 rows)"));
    }

    @Test
    void moreStashServersThanAreReadAreTold() throws Exception {
        var file = sqlite(
                "peek.db",
                "create table StashInstance (id text, name text, url text)",
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1002)"
                        + " insert into StashInstance select 's' || i, 'S' || i, 'http://den:' || (10000 + i) from n");

        var plan = transfers.plan(file, Optional.empty(), Optional.empty());

        assertEquals(1_000, plan.count(Decision.ADD));
        assertThat(plan.lines()).anyMatch(line -> line.words().contains("the first 1000 of 1002"));
    }

    /// Ratings of the other person and of unknown servers stay out; what was said here stays.
    @Test
    void peekGivesWhatOnePersonThinksAndWatched() throws Exception {
        var file = sqlite(
                "peek.db",
                "create table StashInstance (id text, name text, url text, apiKey text)",
                "create table User (id integer, username text, password text)",
                "create table SceneRating (userId integer, instanceId text, sceneId text, rating integer, favorite integer)",
                "create table WatchHistory (userId integer, instanceId text, sceneId text, resumeTime real,"
                        + " playHistory text, oHistory text)",
                "insert into StashInstance values ('s-1', 'Den', 'http://den:9999', 'k')",
                "insert into User values (1, 'ann', 'hash'), (2, 'bob', 'hash')",
                "insert into SceneRating values (1, 's-1', '7', 80, 1), (1, 'gone', '8', 60, 0), (2, 's-1', '7', 20, 0)",
                "insert into WatchHistory values (1, 's-1', '7', 12.5, '[\"2026-07-01T20:00:00Z\","
                        + "{\"startTime\":\"2026-07-02T20:00:00.000Z\",\"duration\":90}]', '[]'),"
                        + "(1, 's-1', '9', 0, 'broken', null)");

        run(file);
        var personal = new LibraryPersonalRepository(database);
        assertThat(personal.opinions()).isEmpty();

        var plan = run(file, Optional.empty(), Optional.of("ann"));

        assertEquals(1, plan.count(Decision.ALREADY_HERE));
        var den = instances.fleet().get().live().getFirst();
        var scene = new EntityKey(den.num(), EntityType.SCENE, 7);
        assertThat(personal.opinions()).singleElement().satisfies(opinion -> {
            assertEquals(scene, opinion.key());
            assertEquals(OptionalInt.of(80), opinion.rating());
            assertTrue(opinion.favourite());
            assertEquals(12_500, opinion.resumeMillis());
        });
        assertThat(personal.events())
                .extracting(Event::key, Event::at, Event::seconds)
                .containsExactly(
                        tuple(scene, Instant.parse("2026-07-01T20:00:00Z"), 0.0),
                        tuple(scene, Instant.parse("2026-07-02T20:00:00Z"), 90.0));
        assertThat(plan.lines())
                .anyMatch(line ->
                        line.section().equals("server gone") && line.key().equals("1 rows"))
                .anyMatch(
                        line -> line.section().equals("histories") && line.key().equals("1 rows"));

        personal.rate(scene, OptionalInt.of(10), NOW);
        run(file, Optional.empty(), Optional.of("1"));

        assertEquals(OptionalInt.of(10), personal.opinions().getFirst().rating());
        assertThat(personal.events()).hasSize(2);
        assertEquals(
                ProblemCode.BAD_FILE,
                assertThrows(ProblemException.class, () -> run(file, Optional.empty(), Optional.of("eve")))
                        .problem()
                        .code());
    }

    /// An address proves little: what Peek remembers goes to an instance that was not imported only once it was
    /// proven, and the report says so.
    @Test
    void peeksMemoryForAnInstanceAtTheSameAddressIsSaid() throws Exception {
        var file = sqlite(
                "peek.db",
                "create table StashInstance (id text, name text, url text, apiKey text)",
                "create table SceneRating (userId integer, instanceId text, sceneId text, rating integer, favorite integer)",
                "insert into StashInstance values ('s-1', 'Den', 'http://den:9999', 'k')",
                "insert into SceneRating values (1, 's-1', '7', 80, 1)");
        var mine = instances.add(
                Configuration.of(new KindId("stash"), "Mine", Address.of("http://den:9999")), Secrets.NONE, ME);
        var personal = new LibraryPersonalRepository(database);

        var unproven = run(file);

        assertThat(personal.opinions()).isEmpty();
        assertThat(unproven.lines())
                .anyMatch(line -> line.outcome() == ReportLine.Outcome.LEFT_OUT
                        && line.words().startsWith("“Mine” is at the same address, but nobody knows"));

        instances.recordIdentity(mine.id(), new RemoteIdentity("stash", "0.28", "", "", new TreeMap<>()));
        var proven = run(file);

        assertThat(personal.opinions()).hasSize(1);
        assertThat(proven.lines())
                .anyMatch(line -> line.words().equals("It goes to “Mine”, which is at the same address."));
    }

    /// Rows name their instance by id or by name; two instances bear the name "TV 1080p".
    @Test
    void huntarrsMemoryOfWhatItSearchedComesAlong() throws Exception {
        long now = NOW.getEpochSecond();
        var file = sqlite(
                "huntarr.db",
                "create table app_configs (app_type text unique, config_data text)",
                "create table sleep_data_per_instance (app_type text)",
                "create table stateful_instance_locks (app_type text, instance_name text, expires_at integer)",
                "create table stateful_processed_ids (app_type text, instance_name text, media_id text, created_at text)",
                "create table hunt_history (app_type text, instance_name text, media_id text, processed_info text,"
                        + " operation_type text, date_time integer)",
                "insert into app_configs values ('sonarr', " + quoted(HUNTARR_SONARR) + ")",
                "insert into stateful_instance_locks values ('sonarr', 'sonarr-2602061834k3z', " + (now + 3_600) + ")",
                "insert into stateful_processed_ids values ('sonarr', 'sonarr-2602061834k3z', '7_2', '2026-07-18 10:00:00'),"
                        + "('sonarr', 'sonarr-2602061834k3z', 'series_9', '2026-07-18 10:00:00'),"
                        + "('sonarr', 'TV 1080p', '5501', '2026-07-18 10:00:00'),"
                        + "('sonarr', 'sonarr-2501010101abc', '5502', '2026-07-18 10:00:00')",
                "insert into hunt_history values ('sonarr', 'sonarr-2602061834k3z', '7_2', 'Show - Season 2', 'upgrade', "
                        + (now - 86_400) + "), ('sonarr', 'TV 1080p', '1', 'x', 'missing', " + now + ")");

        var plan = run(file);

        var show = new InstanceId("sonarr-2602061834k3z");
        var cycles = new CycleRepository(database);
        var season = new ItemKey("season", "7:2");
        var rests = cycles.searches()
                .itemStates(show, List.of(season, new ItemKey("series", "9"), new ItemKey("episode", "5501")));
        assertThat(rests.keySet()).containsExactlyInAnyOrder(season, new ItemKey("series", "9"));
        assertEquals(Instant.ofEpochSecond(now + 3_600), rests.get(season).nextEligible());
        assertEquals(Instant.parse("2026-07-18T10:00:00Z"), rests.get(season).lastAttemptAt());
        var ledger = cycles.searches().ledger(Optional.of(show), Instant.EPOCH, Optional.empty(), Optional.empty(), 10);
        assertThat(ledger).singleElement().satisfies(entry -> {
            assertEquals("Show - Season 2", entry.title());
            assertEquals("Upgrades (Huntarr)", entry.rule());
            assertEquals(LedgerEntry.Outcome.UNSETTLED, entry.outcome());
            assertTrue(entry.imported());
        });
        assertTrue(Double.isNaN(Cycles.inPlacePerHundred(ledger)), "Huntarr's searches are no outcome of our rules");
        assertThat(cycles.searches().openEntries(show)).isEmpty();
        assertThat(plan.lines())
                .anyMatch(line -> line.section().equals("unassigned")
                        && line.words().equals("Of sonarr: more than one instance is called “TV 1080p”."))
                .anyMatch(line -> line.section().equals("unassigned")
                        && line.words()
                                .equals("Of sonarr: the instance sonarr-2501010101abc was removed from Huntarr."));

        run(file);

        assertThat(cycles.searches().ledger(Optional.of(show), Instant.EPOCH, Optional.empty(), Optional.empty(), 10))
                .hasSize(1);
    }

    @Test
    void huntarrsOldFilesOfMemoryAreRead() throws Exception {
        long now = NOW.getEpochSecond();
        var old = Files.createDirectories(folder.resolve("old"));
        Files.writeString(old.resolve("radarr.json"), """
                {"instances":[{"name":"My Films","api_url":"http://10.0.0.12:7878","api_key":"k"}],"hunt_missing_movies":1}
                """);
        Files.createDirectories(old.resolve("stateful/radarr"));
        Files.writeString(old.resolve("stateful/lock.json"), "{\"created_at\":1,\"expires_at\":" + (now + 7_200) + "}");
        Files.writeString(
                old.resolve("stateful/radarr/My_Films.json"),
                "{\"processed_ids\":[\"42\",\"x\"],\"last_updated\":" + (now - 60) + "}");
        Files.createDirectories(old.resolve("history/radarr"));
        Files.writeString(
                old.resolve("history/radarr/My_Films.json"),
                "[{\"date_time\":" + (now - 60)
                        + ",\"processed_info\":\"Film\",\"id\":\"42\",\"operation_type\":\"missing\"}]");

        run(old);

        var films = instances.fleet().get().live().getFirst().id();
        var cycles = new CycleRepository(database);
        var film = new ItemKey("movie", "42");
        assertEquals(
                Instant.ofEpochSecond(now + 7_200),
                cycles.searches().itemStates(films, List.of(film)).get(film).nextEligible());
        assertThat(cycles.searches().ledger(Optional.of(films), Instant.EPOCH, Optional.empty(), Optional.empty(), 10))
                .extracting(LedgerEntry::item, LedgerEntry::rule)
                .containsExactly(tuple(film, "Missing (Huntarr)"));
    }

    @Test
    void huntarrsModesAndTagsBecomeUnitsAndTags() throws Exception {
        run(file("sonarr.json", """
                {"instances":[{"name":"TV","api_url":"http://10.0.0.14:8989","api_key":"k","hunt_missing_items":2,
                  "hunt_missing_mode":"seasons_packs","hunt_upgrade_items":1,"upgrade_selection_method":"tags",
                  "upgrade_tag":"Upgradinatorr","tag_processed_items":true,"tag_enable_missing":true,
                  "custom_tags":{"missing":"Hunted"},"state_management_mode":"disabled"}]}
                """));

        var missing = (HuntRule) RuleDocument.rule(keptRules.get("Missing (Huntarr)"), List.of(HuntRule.Unit.EPISODE));
        assertEquals(HuntRule.Unit.SEASON, missing.unit());
        assertEquals("hunted", missing.tagSearched());
        assertEquals(Duration.ofHours(1), missing.coolDown());
        var upgrades = (HuntRule) RuleDocument.rule(
                keptRules.get("Upgrades (Huntarr)"), List.of(HuntRule.Unit.EPISODE, HuntRule.Unit.SERIES));
        assertEquals(HuntRule.Pass.TAG, upgrades.pass());
        assertEquals("upgradinatorr", upgrades.tagSearched());
    }

    /// Section A.5: each app and age ends the key of a batch in another word, and -1 is "none".
    @Test
    void huntarrsBatchesOfEveryNameCountAndNoLimitIsNone() throws Exception {
        run(file("sonarr.json", """
                {"instances":[{"name":"TV","api_url":"http://10.0.0.14:8989","api_key":"k"}],
                 "hunt_missing_shows":4,"hunt_upgrade_episodes":0,"hunt_missing_mode":"shows",
                 "max_download_queue_size":-1,"tag_processed_items":true}
                """));

        assertEquals(Set.of("Missing (Huntarr)"), keptRules.keySet());
        var missing = RuleDocument.read(keptRules.get("Missing (Huntarr)"));
        assertEquals(4, missing.perRun());
        assertEquals(OptionalInt.empty(), missing.queueGate());
        assertEquals(OptionalInt.empty(), missing.perDay());
        assertEquals("", missing.tagSearched(), "a switch that is not there is off");
    }

    /// Section A.5.
    @Test
    void huntarrsLimitOfSeedingTorrentsIsAGateAndItsBlindTrustIsNotTakenOver() throws Exception {
        var path = sqlite(
                "huntarr.db",
                "create table app_configs (id integer primary key, app_type text unique, config_data text)",
                "create table general_settings (setting_key text, setting_value text, setting_type text)",
                "insert into general_settings values ('ssl_verify', 'False', 'boolean')",
                "insert into app_configs (app_type, config_data) values ('sonarr', " + quoted("""
                        {"instances":[{"name":"TV","api_url":"https://10.0.0.14:8989","api_key":"k",
                          "hunt_missing_items":1,"max_seed_queue_size":5,"seed_check_torrent_client":{"port":1}},
                         {"name":"Old","api_url":"http://10.0.0.15:8989","api_key":"k",
                          "max_seed_queue_size":-1}]}""") + ")");

        var plan = run(path);

        assertEquals(
                OptionalInt.of(5),
                RuleDocument.read(keptRules.get("Missing (Huntarr)")).seedingGate());
        assertThat(plan.lines())
                .filteredOn(line -> line.key().equals("ssl_verify"))
                .singleElement()
                .satisfies(line -> assertThat(line.words()).contains("TV").doesNotContain("Old"));
        assertThat(plan.lines())
                .filteredOn(line -> line.key().equals("max_seed_queue_size"))
                .singleElement()
                .satisfies(line -> assertThat(line.words()).contains("seeds on every qBittorrent"));
    }

    @Test
    void whatCountsForAllOfHuntarrCountsForEachInstance() throws Exception {
        var path = sqlite(
                "huntarr.db",
                "create table app_configs (id integer primary key, app_type text unique, config_data text)",
                "create table general_settings (setting_key text, setting_value text, setting_type text)",
                "insert into general_settings values ('minimum_download_queue_size', '7', 'integer')",
                "insert into app_configs (app_type, config_data) values ('sonarr', " + quoted("""
                        {"instances":[{"name":"TV","api_url":"http://10.0.0.14:8989","api_key":"k",
                          "hunt_missing_items":1,"max_download_queue_size":-1,"swaparr_enabled":true}]}""") + ")",
                "insert into app_configs (app_type, config_data) values ('swaparr', " + quoted("""
                        {"enabled":true,"max_strikes":5,"sleep_duration":600,"remove_from_client":false,
                         "max_download_time":"2h","suspicious_patterns":["sample","password"]}""") + ")");

        var plan = run(path);

        assertEquals(
                OptionalInt.of(7),
                RuleDocument.read(keptRules.get("Missing (Huntarr)")).queueGate());
        var care = (CareRule) RuleDocument.rule(keptRules.get("Queue care (Huntarr)"), List.of(HuntRule.Unit.EPISODE));
        assertEquals(5, care.strikes());
        assertEquals(Duration.ofMinutes(10), care.every());
        assertFalse(care.removeFiles());
        assertFalse(care.enabled());
        assertEquals(List.of("sample", "password"), care.unwanted());
        assertThat(plan.lines())
                .anyMatch(
                        line -> line.key().equals("max_download_time") && line.outcome() == ReportLine.Outcome.CHANGED);
    }

    @Test
    void anAddressThatIsThereAlreadyIsNotAddedAgain() throws Exception {
        instances.add(
                Configuration.of(new KindId("sonarr"), "Mine", Address.of("http://10.0.0.10:8989")), Secrets.NONE, ME);

        var plan = transfers.plan(huntarrDatabase(), Optional.empty(), Optional.empty());

        assertEquals(
                "“Mine” is at this address already.",
                plan.instances().getFirst().reason());
        assertEquals(1, plan.count(Decision.ADD));
    }

    @Test
    void brokenAndHostileFilesAreRefusedAndNothingChanges() throws Exception {
        var deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
        for (var path : List.of(
                folder.resolve("nowhere.json"),
                file("empty.json", ""),
                file("text.json", "s3cret is no JSON"),
                file("list.json", "[1]"),
                file("nobody.json", "{\"format\":\"other\",\"items\":[]}"),
                file("deep.json", deep),
                file("newer.json", "{\"pilothouseExport\":2,\"instances\":[]}"),
                file("badid.json", "{\"pilothouseExport\":1,\"instances\":[{\"id\":\"x\",\"kind\":\"radarr\"}]}"),
                file("odd.toml", "[Other]\nx = 1\n"),
                file("broken.toml", "s3cret = = 1"),
                Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0}),
                Files.write(folder.resolve("half.db"), "SQLite format 3\0and no more".getBytes()),
                sqlite("other.db", "create table t (x)"),
                sqlite(
                        "view.db",
                        "create table t (app_type text, config_data text)",
                        "create view app_configs as select app_type, config_data from t"))) {
            assertEquals(ProblemCode.BAD_FILE, refusal(path), path.toString());
        }
    }

    @Test
    void anArchiveThatLeadsOutOrBurstsIsRefused() throws Exception {
        var outside = folder.resolve("evil.txt");
        for (var name : List.of("../evil.txt", "/evil.txt", "a/../../evil.txt", "C:evil.txt", "a\\..\\evil.txt")) {
            var path = folder.resolve("evil.zip");
            zip(path, Map.of(name, "evil".getBytes()));
            assertEquals(ProblemCode.BAD_FILE, refusal(path), name);
            assertFalse(Files.exists(outside));
        }
        var bomb = folder.resolve("bomb.zip");
        zip(bomb, Map.of("huntarr.db", new byte[64 << 20]));
        assertEquals(ProblemCode.BAD_FILE, refusal(bomb));
        assertEquals(ProblemCode.BAD_FILE, refusal(file("not.zip", "PK\3\4 and no more")));
    }

    @Test
    void aBackupArchiveOfHuntarrIsUnderstood() throws Exception {
        var path = folder.resolve("backup.zip");
        zip(path, Map.of("monday/huntarr.db", Files.readAllBytes(huntarrDatabase())));

        assertEquals(2, transfers.plan(path, Optional.empty(), Optional.empty()).count(Decision.ADD));
    }

    @Test
    void theWrongProgramIsSaid() throws Exception {
        var file = huntarrDatabase();

        var refused = assertThrows(
                ProblemException.class, () -> transfers.plan(file, Optional.of(ImportSource.PEEK), Optional.empty()));

        assertEquals(
                "The file huntarr.db is of Huntarr, not of Peek.",
                refused.problem().summary());
    }

    @Test
    void aFailureInTheMiddleLeavesNothing() throws Exception {
        var file = huntarrDatabase();
        var failing = new ArrayList<String>();
        var broken = new Transfers(
                database,
                new RefusingSecrets(),
                instances,
                instances::reload,
                new Kinds(new ConnectorKinds(List.of(FakeKind.of("sonarr")))),
                new StoredActivity(new ActivityRepository(database)),
                (id, name, document, _) -> failing.add(name),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SecureRandom());

        var outcome = runner.start(
                        new TaskRequest("import", "import", List.of(), Origin.TERMINAL),
                        context -> broken.run(file, Optional.empty(), Optional.empty(), ME, context))
                .await();

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        instances.reload();
        assertTrue(instances.fleet().get().live().isEmpty());
        assertTrue(failing.isEmpty());
    }

    private static void zip(Path path, Map<String, byte[]> entries) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }

    /// Refuses the second instance's secrets.
    private static final class RefusingSecrets implements io.pilothouse.tasks.secret.InstanceSecrets {
        private int asked;

        @Override
        public Secrets read(io.pilothouse.domain.instance.InstanceId id) {
            return Secrets.NONE;
        }

        @Override
        public void prepare() {}

        @Override
        public void change(
                io.pilothouse.domain.instance.InstanceId id,
                Map<String, Optional<io.pilothouse.domain.secret.Secret>> changes)
                throws ProblemException {
            if (++asked == 2) {
                throw HostileFiles.refuse("No more.", "Stop.");
            }
        }

        @Override
        public java.util.Set<String> fields(io.pilothouse.domain.instance.InstanceId id) {
            return java.util.Set.of();
        }

        @Override
        public void whenLocksChange(Runnable listener) {}

        @Override
        public java.util.Set<io.pilothouse.domain.instance.InstanceId> locked() {
            return java.util.Set.of();
        }
    }
}
