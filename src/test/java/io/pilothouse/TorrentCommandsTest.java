package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.torrent.Breaker;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.TorrentRepository;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Torrents and their rules on the terminal: the whole program against two simulated clients of different
/// versions and a Sonarr. All tests share them: each takes torrents of its own and leaves what others look at as
/// it was.
class TorrentCommandsTest {

    @TempDir
    static Path folder;

    private static DemoFleet fleet;
    private static OnTerminal program;
    private static SimulatedService box;
    private static SimulatedService attic;
    private static SimulatedService series;

    @BeforeAll
    static void start() throws Exception {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        program = new OnTerminal(folder);
        box = client("Box", "5.1.0", "open");
        attic = client("Attic", "4.6.7", "careful");
        series = fleet.add(ServiceSpec.of("sonarr", "Series").with("size", "small"));
        program.add(
                "sonarr", "Series", series.address().toString(), series.access().secretText(), "open");
    }

    private static SimulatedService client(String name, String version, String guard) throws Exception {
        var made = fleet.add(
                ServiceSpec.of("qbittorrent", name).with("torrents", "120").with("version", version));
        program.add(
                "qbittorrent",
                name,
                made.address().toString(),
                made.access().secretText(),
                guard,
                "--username",
                "admin");
        return made;
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private JsonNode any(String... filters) throws Exception {
        var all = new ArrayList<>(List.of("torrents", "list"));
        all.addAll(List.of(filters));
        var found = program.json(all.toArray(String[]::new)).path("torrents");
        assertThat(found).isNotEmpty();
        return found.get(0);
    }

    @Test
    void allTorrentsOfAllClientsAreListedWithTheirOwners() throws Exception {
        var all = program.json("torrents", "list");
        int total = all.path("total").asInt();
        assertThat(total).isBetween(240, 242); // other tests add two
        assertThat(all.path("torrents")).hasSize(total);
        var owned = any("--filter", "owner=Series");
        assertThat(owned.path("category").asText()).isEqualTo("tv-sonarr");
        assertThat(owned.path("key").asText())
                .isEqualTo(owned.path("hash").asText() + "@"
                        + owned.path("instance").asText());
        assertThat(count("Attic")).isBetween(120, 121).isEqualTo(total - count("Box"));
        assertThat(program.json("torrents", "list", "--filter", "family=downloading", "--limit", "1")
                        .path("torrents"))
                .hasSize(1);
        assertThat(program.run("torrents", "list", "--filter", "colour=red").status())
                .isEqualTo(2);
        assertThat(program.run("torrents", "list", "--filter", "state=gone").status())
                .isEqualTo(2);
    }

    private static int count(String client, String... filters) throws Exception {
        var all = new ArrayList<>(List.of("torrents", "list", client));
        all.addAll(List.of(filters));
        return program.json(all.toArray(String[]::new)).path("total").asInt();
    }

    @Test
    void aClientThatIsDownStopsNoOther() throws Exception {
        var before = program.json("torrents", "list").path("total");
        attic.fault(new Fault.Refused());
        try {
            var all = program.json("torrents", "list");
            assertThat(all.path("leftOut")).hasSize(1);
            assertThat(all.path("total")).as("as stored").isEqualTo(before);
            assertThat(program.json("torrents", "list", "Box").path("leftOut")).isEmpty();
            assertThat(program.json("matrix").path("totalIsAtLeast").asBoolean())
                    .isTrue();
            preferencesOfTheOthersAreShown();
        } finally {
            attic.heal();
            program.run("instance", "test", "Attic").good();
        }
    }

    @Test
    void actsAreConfirmedAndTakenBack() throws Exception {
        var seeding = any("Box", "--filter", "state=stalled-upload", "--filter", "category=tv-sonarr");
        var hash = seeding.path("hash").asText();
        var paused = program.json("torrents", "pause", hash, "--on", "Box");
        assertThat(paused.path("results").get(0).path("outcome").asText()).isEqualTo("done");
        assertThat(state(hash)).isEqualTo("stopped-upload");
        program.json("torrents", "resume", hash, "--on", "Box");
        assertThat(state(hash)).isEqualTo("stalled-upload");
        program.json("torrents", "category", hash, "radarr", "--on", "Box");
        program.json("torrents", "tag", hash, "keep", "mine", "--on", "Box");
        var changed = any("Box", "--filter", "hash=" + hash);
        assertThat(changed.path("category").asText()).isEqualTo("radarr");
        assertThat(list(changed.path("tags"))).extracting(JsonNode::asText).contains("keep", "mine");
        program.json("torrents", "tag", hash, "--remove", "mine", "--on", "Box");
        assertThat(list(any("Box", "--filter", "hash=" + hash).path("tags")))
                .extracting(JsonNode::asText)
                .doesNotContain("mine");
        program.run("undo", task("torrents-category"), "--yes").good();
        assertThat(any("Box", "--filter", "hash=" + hash).path("category").asText())
                .isEqualTo("tv-sonarr");
    }

    private String state(String hash) throws Exception {
        return any("Box", "--filter", "hash=" + hash).path("state").asText();
    }

    private String task(String kind) throws Exception {
        return list(program.json("task", "list").path("tasks")).stream()
                .filter(task -> task.path("kind").asText().equals(kind)
                        && task.path("undo").asBoolean())
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    @Test
    void onlyTheClientThatIsMeantIsWrittenTo() throws Exception {
        var twice = program.json("matrix").path("onSeveral");
        assertThat(twice).isNotEmpty();
        var hash = twice.get(0).path("hash").asText();
        box.forgetRequests();
        attic.forgetRequests();
        program.json("torrents", "tag", hash, "here", "--on", "Box");
        assertThat(attic.requests()).noneMatch(request -> request.path().contains("Tags"));
        assertThat(box.requests()).anyMatch(request -> request.path().contains("addTags"));
        var both = program.json("torrents", "tag", hash, "both").path("results");
        assertThat(both).hasSize(2);
    }

    /// The answer lists what was done where; taking it back goes on where it can, and later for the rest.
    @Test
    void aClientThatVanishesInTheMiddleHoldsUpNeitherTheActNorItsUndo() throws Exception {
        var hash = program.json("matrix").path("onSeveral").get(0).path("hash").asText();
        program.json("torrents", "tag", hash, "vanishing");
        assertThat(tagged(hash, "vanishing")).isEqualTo(2);
        var act = task("torrents-tag");
        attic.fault(new Fault.Refused());
        try {
            var some = program.run("torrents", "tag", hash, "half", "--json");
            assertThat(some.status()).isNotZero();
            assertThat(list(some.json().path("results")))
                    .extracting(result -> result.path("outcome").asText().equals("done"))
                    .containsExactlyInAnyOrder(true, false);
            assertThat(program.run("undo", act, "--yes").status()).isNotZero();
        } finally {
            attic.heal();
            program.run("instance", "test", "Attic").good();
        }
        assertThat(tagged(hash, "vanishing")).as("taken back where it could be").isEqualTo(1);
        program.run("undo", act, "--yes").good();
        assertThat(tagged(hash, "vanishing")).isZero();
    }

    private long tagged(String hash, String tag) throws Exception {
        return list(program.json("torrents", "list", "--filter", "hash=" + hash).path("torrents")).stream()
                .filter(torrent -> list(torrent.path("tags")).stream()
                        .anyMatch(its -> its.asText().equals(tag)))
                .count();
    }

    @Test
    void deletingNeedsAClientAndAConsentAndKeepsTheFiles() throws Exception {
        var torrent = any("Attic", "--filter", "state=stalled-upload");
        var hash = torrent.path("hash").asText();
        assertThat(program.run("torrents", "delete", hash).status()).isEqualTo(2);
        assertThat(program.run("torrents", "delete", hash, "--on", "Attic").status())
                .isEqualTo(4);
        program.json("torrents", "tag", hash, "mine", "--on", "Attic");
        byHand("setDownloadLimit", "hashes=" + hash + "&limit=51200");
        byHand("setUploadLimit", "hashes=" + hash + "&limit=10240");
        byHand("setShareLimits", "hashes=" + hash + "&ratioLimit=2.5&seedingTimeLimit=600&inactiveSeedingTimeLimit=-2");
        attic.forgetRequests();
        program.run("torrents", "delete", hash, "--on", "Attic", "--yes").good();
        assertThat(attic.requests())
                .filteredOn(request -> request.path().endsWith("torrents/delete"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("deleteFiles=false"));
        assertThat(count("Attic", "--filter", "hash=" + hash)).isZero();
        program.run("undo", task("torrents-delete"), "--yes").good();
        var back = any("Attic", "--filter", "hash=" + hash);
        assertThat(back.path("category").asText())
                .isEqualTo(torrent.path("category").asText());
        assertThat(list(back.path("tags"))).extracting(JsonNode::asText).contains("mine");
        for (int i = 0; i < 60 && back.path("state").asText().startsWith("checking"); i++) {
            back = any("Attic", "--filter", "hash=" + hash); // what came back is checked first
        }
        assertThat(back.path("state").asText()).startsWith("stopped");
        assertThat(byHand("info", "hashes=" + hash))
                .contains(
                        "\"dl_limit\":51200",
                        "\"up_limit\":10240",
                        "\"ratio_limit\":2.5",
                        "\"seeding_time_limit\":600",
                        "\"save_path\":\"" + torrent.path("savePath").asText() + '"');
        var trace = program.json("trace", hash);
        assertThat(list(trace.path("lines")))
                .anyMatch(line -> line.path("what").asText().equals("delete"));
        assertThat(list(program.json("activity", "Attic").path("entries")))
                .anyMatch(entry -> entry.path("words")
                                .asText()
                                .equals("Attic: delete, keeping the files, “"
                                        + torrent.path("name").asText() + "”: done.")
                        && entry.path("origin").asText().equals("terminal")
                        && !entry.path("task").isNull());
    }

    /// What somebody does at the client's own page.
    ///
    /// @return its answer
    private static String byHand(String action, String form) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var login = post(
                    client,
                    "auth/login",
                    "username=admin&password=" + attic.access().secretText(),
                    "");
            var cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
            var answer = post(client, "torrents/" + action, form, cookie);
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private static HttpResponse<String> post(HttpClient client, String path, String form, String cookie)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(attic.address() + "api/v2/" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whyNothingIsListedIsSaid() throws Exception {
        assertThat(program.run("torrents", "list", "Box", "--filter", "name=nothing of this name")
                        .good()
                        .out())
                .contains("None of the torrents of Box fits.");
    }

    @Test
    void filesThatAnotherTorrentUsesStayWhereClientsSeeTheSameDisks() throws Exception {
        program.run("instance", "edit", "Box", "--set", "storageGroup=nas").good();
        program.run("instance", "edit", "Attic", "--set", "storageGroup=nas", "--yes")
                .good();
        var places = new java.util.HashMap<String, String>();
        for (var torrent : program.json("torrents", "list").path("torrents")) {
            var hash = torrent.path("hash").asText();
            var place = torrent.path("savePath").asText();
            if (place.equals(places.put(hash, place))
                    && torrent.path("sizeBytes").asLong() > 0) {
                box.forgetRequests();
                var kept = program.run("torrents", "delete", hash, "--on", "Box", "--with-files", "--yes", "--json");
                assertThat(kept.status()).describedAs(kept.out()).isEqualTo(1);
                assertThat(kept.json().path("results").get(0).path("outcome").asText())
                        .isEqualTo("refused");
                assertThat(box.requests()).noneMatch(request -> request.path().endsWith("torrents/delete"));
                return;
            }
        }
        throw new AssertionError("no torrent of the seed lies at the same place on both clients");
    }

    @Test
    void aTorrentMovesToAnotherClient() throws Exception {
        var onBox = list(program.json("torrents", "list", "Box", "--filter", "state=stalled-upload")
                .path("torrents"));
        var onAttic = list(program.json("torrents", "list", "Attic").path("torrents")).stream()
                .map(it -> it.path("hash").asText())
                .toList();
        var hash = onBox.stream()
                .map(it -> it.path("hash").asText())
                .filter(it -> !onAttic.contains(it))
                .findFirst()
                .orElseThrow();
        var moved = program.run("torrents", "move", hash, "--from", "Box", "--to", "Attic", "--yes", "--json");
        assertThat(moved.status()).describedAs(moved.out() + moved.err()).isZero();
        assertThat(count("Box", "--filter", "hash=" + hash)).isZero();
        assertThat(any("Attic", "--filter", "hash=" + hash).path("progress").asDouble())
                .isEqualTo(1);
    }

    @Test
    void aReadOnlyClientNeitherTakesATorrentOverNorGivesOneUp() throws Exception {
        var hash = any("Box", "--filter", "state=stalled-upload").path("hash").asText();
        for (var locked : List.of("Attic", "Box")) {
            program.run("instance", "edit", locked, "--guard", "read-only").good();
            box.forgetRequests();
            attic.forgetRequests();

            var moved = program.run("torrents", "move", hash, "--from", "Box", "--to", "Attic", "--yes", "--json");

            assertThat(moved.status()).describedAs(moved.out() + moved.err()).isNotZero();
            assertThat(moved.out() + moved.err()).contains(locked + " is Read-only");
            assertThat(Stream.of(box, attic).flatMap(it -> it.requests().stream()))
                    .as("nothing is added, started or deleted")
                    .noneMatch(request -> request.path().contains("/torrents/"));
            program.run("instance", "edit", locked, "--guard", locked.equals("Box") ? "open" : "careful")
                    .good();
        }
    }

    @Test
    void brokenTorrentsAndUnknownHashesAreRefused() throws Exception {
        java.nio.file.Files.writeString(folder.resolve("broken.torrent"), "no torrent");
        assertThat(program.run("torrents", "add", "Box", "broken.torrent").status())
                .isNotZero();
        assertThat(program.run("torrents", "add", "Box", "missing.torrent").status())
                .isEqualTo(7);
        assertThat(program.run("torrents", "add", "Series", "magnet:?xt=urn:btih:" + "a".repeat(40))
                        .status())
                .isEqualTo(2);
        assertThat(program.run("torrents", "pause", "0123456789abcdef").status())
                .isEqualTo(3);
        assertThat(program.run("torrents", "tag", "0123456789abcdef").status()).isEqualTo(2);
        assertThat(program.run("torrents", "list", "Series").status()).isEqualTo(2);
        assertThat(program.run("torrents", "list", "--limit", "0").status()).isEqualTo(2);
        var added = program.json(
                "torrents",
                "add",
                "Box",
                "magnet:?xt=urn:btih:" + "a".repeat(40),
                "--category",
                "tv-sonarr",
                "--tag",
                "x");
        assertThat(added.path("hash").asText()).isEqualTo("a".repeat(40));
        assertThat(added.path("there").asBoolean()).isFalse();
        assertThat(program.json("torrents", "add", "Box", "magnet:?xt=urn:btih:" + "a".repeat(40))
                        .path("there")
                        .asBoolean())
                .isTrue();
        assertThat(any("Box", "--filter", "hash=" + "a".repeat(40))
                        .path("family")
                        .asText())
                .isEqualTo("metadata");
    }

    @Test
    void missingCategoriesAreShownThenMade() throws Exception {
        var films = fleet.add(
                ServiceSpec.of("radarr", "Films").with("size", "small").with("category", "films-4k"));
        program.add(
                "radarr", "Films", films.address().toString(), films.access().secretText(), "open");
        var dry = list(
                program.json("torrents", "categories", "ensure", "--dry-run").path("categories"));
        assertThat(dry)
                .filteredOn(it -> it.path("category").asText().equals("films-4k"))
                .hasSize(2)
                .allMatch(it -> it.path("outcome").asText().equals("missing"));
        program.run("instance", "edit", "Attic", "--guard", "read-only").good();
        assertThat(list(program.run("torrents", "categories", "ensure", "--yes", "--json")
                        .json()
                        .path("categories")))
                .as("a Read-only client holds up no other, and is told")
                .filteredOn(it -> it.path("category").asText().equals("films-4k"))
                .extracting(it -> it.path("outcome").asText())
                .containsExactlyInAnyOrder("created", "skipped");
        program.run("instance", "edit", "Attic", "--guard", "open").good();
        var made = list(program.json("torrents", "categories", "ensure").path("categories"));
        assertThat(made)
                .filteredOn(it -> it.path("category").asText().equals("films-4k"))
                .extracting(it -> it.path("outcome").asText())
                .containsExactlyInAnyOrder("existed", "created");
        assertThat(made)
                .filteredOn(it -> it.path("category").asText().equals("tv-sonarr"))
                .allMatch(it -> it.path("outcome").asText().equals("existed"));
    }

    @Test
    void aCategoryGetsItsFolderWhereThatIsWantedAndTheOneBefore() throws Exception {
        assertThat(program.run("torrents", "categories", "want", "Box", "--category", "lidarr", "--path", "data")
                        .status())
                .isEqualTo(2);
        program.run("torrents", "categories", "want", "Box", "--category", "lidarr", "--path", "/data/music")
                .good();
        program.run("torrents", "categories", "want", "Box", "--category", "manual")
                .good();
        box.forgetRequests();
        attic.forgetRequests();
        var dry = list(program.json("torrents", "categories", "ensure", "Box", "--dry-run")
                .path("categories"));
        assertThat(dry)
                .filteredOn(it -> it.path("category").asText().equals("lidarr"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.path("outcome").asText()).isEqualTo("other-path");
                    assertThat(it.path("folder").path("from").asText()).isEqualTo("/downloads/music");
                    assertThat(it.path("folder").path("to").asText()).isEqualTo("/data/music");
                });
        assertThat(dry)
                .filteredOn(it -> it.path("category").asText().equals("manual"))
                .singleElement()
                .satisfies(it -> assertThat(it.path("outcome").asText()).isEqualTo("missing"));
        assertThat(box.requests()).noneMatch(request -> request.path().endsWith("Category"));

        program.run("torrents", "categories", "ensure", "Box").good();
        assertThat(outcome("lidarr")).isEqualTo("existed");
        assertThat(outcome("manual")).isEqualTo("existed");
        assertThat(attic.requests()).noneMatch(request -> request.path().endsWith("Category"));

        program.run("undo", task("torrents-categories"), "--yes").good();
        assertThat(outcome("lidarr")).isEqualTo("other-path");
        assertThat(outcome("manual")).isEqualTo("missing");
        program.run("torrents", "categories", "want", "Box", "--category", "lidarr", "--forget")
                .good();
        program.run("torrents", "categories", "want", "Box", "--category", "manual", "--forget")
                .good();
    }

    private static String outcome(String category) throws Exception {
        return list(program.json("torrents", "categories", "ensure", "Box", "--dry-run")
                        .path("categories"))
                .stream()
                .filter(it -> it.path("category").asText().equals(category))
                .findFirst()
                .orElseThrow()
                .path("outcome")
                .asText();
    }

    @Test
    void rulesAreReadPreviewedAndSwitchedOnInThisOrder() throws Exception {
        assertThat(program.run("rules", "enable", "Box").status()).isEqualTo(4);
        assertThat(program.run("rules", "run", "Box").status()).isEqualTo(4);
        box.forgetRequests();
        series.forgetRequests();
        var preview = program.json("rules", "preview", "Box");
        assertThat(preview.path("dryRun").asBoolean()).isTrue();
        assertThat(preview.path("counts").path("looked").asInt()).isEqualTo(count("Box"));
        assertThat(preview.path("acts")).isEmpty();
        assertThat(box.requests())
                .filteredOn(request -> request.method().equals("POST"))
                .allMatch(request ->
                        request.path().contains("/auth/") || request.path().endsWith("sync/maindata"));
        assertThat(series.requests()).allMatch(request -> request.method().equals("GET"));
        program.run("rules", "enable", "Box", "--yes").good();
        var shown = program.json("rules", "show", "Box");
        assertThat(shown.path("rules").path("stalled").path("after").asText()).isEqualTo("30m");
        var document = shown.toString().replace("\"after\":\"30m\"", "\"after\":\"45m\"");
        var set = program.runWith(document, "rules", "set", "Box", "--file", "-", "--json")
                .good()
                .json();
        assertThat(set.path("enabled").asBoolean()).isFalse();
        assertThat(program.runWith(
                                "{\"rules\":{\"stalled\":{\"afterr\":\"1m\"}}}", "rules", "set", "Box", "--file", "-")
                        .err())
                .contains("rules.stalled.afterr");
        assertThat(program.runWith(
                                "{\"rules\":{\"stalled\":{\"after\":\"soon\"}}}", "rules", "set", "Box", "--file", "-")
                        .status())
                .isEqualTo(2);
        var cycles = program.json("cycle", "dry-run", "Box", "torrents");
        assertThat(cycles.path("counts").path("candidates").asInt()).isPositive();
        assertThat(program.json("cycle", "list").toString()).contains("torrent-rule");
    }

    @Test
    void aRunTellsTheOwnerFirstAndKeepsTheFiles() throws Exception {
        var rules =
                "{\"rules\":{\"stopped-by-user\":{\"start\":true},\"upkeep\":{\"mode\":\"act\",\"tags\":[\"tended\"]}}}";
        attic.forgetRequests();
        program.runWith(rules, "rules", "set", "Attic", "--file", "-").good();
        program.json("rules", "preview", "Attic");
        var run = program.json("rules", "run", "Attic", "--yes");
        assertThat(run.path("ended").asText()).isIn("acted", "partly");
        assertThat(list(run.path("acts")))
                .anyMatch(act -> act.path("act").asText().equals("tag")
                        && act.path("accepted").asBoolean());
        assertThat(count("Attic", "--filter", "tag=tended")).isPositive();
        assertThat(count("Box", "--filter", "tag=tended")).isZero();
        assertThat(attic.requests()).noneMatch(request -> request.path().endsWith("torrents/delete"));
        program.run("undo", task("rules-run"), "--yes").good();
        assertThat(count("Attic", "--filter", "tag=tended")).isZero();
    }

    @Test
    void theBrakeOfOneClientIsReleasedAfterAReview() throws Exception {
        try (var database = Database.open(new DataFolder(folder.resolve("data")), Clock.systemUTC())) {
            var torrents = new TorrentRepository(database);
            var instances = new InstanceRepository(database, Clock.systemUTC(), RandomGenerator.getDefault()).all();
            for (var client : List.of("Box", "Attic")) {
                var id = instances.stream()
                        .filter(it -> it.name().equals(client))
                        .findFirst()
                        .orElseThrow()
                        .id();
                torrents.tripBreaker(id, new Breaker.Tripped(Breaker.Cause.MANY, "Too much at once."), Instant.EPOCH);
            }
        }
        assertThat(program.json("rules", "list", "Box").path("brake").asText()).isEqualTo("Too much at once.");
        assertThat(program.run("rules", "continue", "Attic").status())
                .as("guarded")
                .isEqualTo(4);

        assertThat(program.json("rules", "continue", "Attic", "--yes")
                        .path("brake")
                        .isNull())
                .isTrue();

        assertThat(program.json("rules", "list", "Attic").path("brake").isNull())
                .isTrue();
        assertThat(program.json("rules", "list", "Box").path("brake").asText()).isEqualTo("Too much at once.");
        program.run("rules", "continue", "Box").good();
    }

    /// Contract section 13.1. Named by name, remembered by id: another name changes nothing.
    @Test
    void anArrLooksAfterTheClientsThatItIsGiven() throws Exception {
        assertThat(program.run("instance", "edit", "Series", "--set", "qbittorrent=Series")
                        .status())
                .isEqualTo(2);
        assertThat(program.run("instance", "edit", "Series", "--set", "qbittorrent=Nobody")
                        .status())
                .isEqualTo(3);
        program.run("instance", "edit", "Series", "--set", "qbittorrent=Box").good();
        try {
            program.run("instance", "rename", "Box", "Crate").good();
            assertThat(count("Crate", "--filter", "owner=Series")).isPositive();
            assertThat(count("Attic", "--filter", "owner=Series")).isZero();
        } finally {
            program.run("instance", "rename", "Crate", "Box").good();
            program.run("instance", "edit", "Series", "--set", "qbittorrent=").good();
        }
        assertThat(count("Attic", "--filter", "owner=Series")).isPositive();
    }

    @Test
    void whatAnOwnerSeesOfItsFilesIsLookedAt() throws Exception {
        var paths = list(program.json("torrents", "paths", "Box").path("paths"));
        assertThat(paths).isNotEmpty().allSatisfy(it -> {
            assertThat(it.path("category").asText()).isEqualTo("tv-sonarr");
            assertThat(it.path("path").asText()).startsWith("/");
            assertThat(it.path("seen").isBoolean()).isTrue();
        });
        assertThat(program.run("torrents", "paths", "Nobody").status()).isEqualTo(3);
    }

    private static String mostDownloads(String client) throws Exception {
        var row = program.json("torrents", "preferences", client, "--key", "max_active_downloads")
                .path("preferences")
                .get(0);
        return row.path("values").elements().next().asText();
    }

    @Test
    void preferencesAreComparedAndChangedOnThoseThatAreNamed() throws Exception {
        box.forgetRequests();
        attic.forgetRequests();
        var before = list(program.json("torrents", "preferences", "--key", "max_active_downloads")
                .path("preferences"));
        assertThat(before)
                .singleElement()
                .satisfies(it -> assertThat(it.path("values")).hasSize(2));
        var was = mostDownloads("Box");
        program.json("torrents", "preferences", "Box", "--set", "max_active_downloads=7", "--set", "max_ratio=2.5");
        var after = list(program.json("torrents", "preferences", "--key", "max_active_downloads")
                .path("preferences"));
        assertThat(after)
                .singleElement()
                .satisfies(it -> assertThat(it.path("differs").asBoolean()).isTrue());
        assertThat(box.requests())
                .filteredOn(request -> request.path().endsWith("setPreferences"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("max_ratio_enabled"));
        assertThat(attic.requests()).noneMatch(request -> request.path().endsWith("setPreferences"));
        assertThat(mostDownloads("Box")).isEqualTo("7");
        program.run("undo", task("torrents-preferences"), "--yes").good();
        assertThat(mostDownloads("Box")).isEqualTo(was);
        assertThat(program.run("torrents", "preferences", "Box", "--set", "web_ui_port=1")
                        .status())
                .isEqualTo(2);
        assertThat(program.run("torrents", "preferences", "--set", "dht=false").status())
                .isEqualTo(2);
    }

    private static void preferencesOfTheOthersAreShown() throws Exception {
        var ran = program.run("torrents", "preferences", "--key", "max_active_downloads", "--json");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(list(ran.json().path("preferences")))
                .singleElement()
                .satisfies(it -> assertThat(it.path("values")).hasSize(1));
        assertThat(list(ran.json().path("silent")))
                .singleElement()
                .satisfies(it -> assertThat(it.path("message").asText()).contains("Attic"));
        var changed =
                program.run("torrents", "preferences", "Box", "Attic", "--set", "max_active_downloads=7", "--json");
        assertThat(changed.status()).isEqualTo(1);
        assertThat(list(changed.json().path("results")))
                .extracting(it -> it.path("outcome").asText())
                .containsExactlyInAnyOrder("done", "failed");
        assertThat(changed.out()).contains("Attic");
    }

    @Test
    void noRequestSaysAllOrNothing() throws Exception {
        var hash = any("Box").path("hash").asText();
        box.forgetRequests();
        program.json("torrents", "pause", hash, "--on", "Box");
        program.json("torrents", "recheck", hash, "--on", "Box", "--yes");
        assertThat(program.json("torrents", "reannounce", hash, "--on", "Box")
                        .at("/results/0/outcome")
                        .asText())
                .isEqualTo("done");
        program.json("torrents", "add", "Box", "magnet:?xt=urn:btih:" + "b".repeat(40));
        assertThat(box.requests())
                .filteredOn(request -> request.method().equals("POST"))
                .hasSizeGreaterThan(3)
                .allSatisfy(request -> assertThat(request.headers())
                        .contains("content-length")
                        .doesNotContain("transfer-encoding", "referer", "origin"));
        assertThat(box.requests())
                .noneMatch(request -> request.body().contains("hashes=all")
                        || request.body().contains("hash=*")
                        || request.body().matches(".*hashes=(&.*)?$"));
    }
}
