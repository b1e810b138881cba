package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.qbittorrent.TestTorrent;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.testing.realserver.RealQBittorrent;
import io.pilothouse.testing.realserver.RealQBittorrent.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rules that act on real small torrents, and moves between two real servers. The owner is a simulated Sonarr.
@Timeout(300)
class TorrentRulesRealServerTest {

    private static final String CATEGORY = "tv-sonarr";

    @TempDir
    Path folder;

    @TempDir
    Path first;

    @TempDir
    Path second;

    private DemoFleet fleet;
    private OnTerminal program;

    @BeforeEach
    void start() throws Exception {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        program = new OnTerminal(folder);
        var series = fleet.add(ServiceSpec.of("sonarr", "Series").with("size", "small"));
        program.add(
                "sonarr", "Series", series.address().toString(), series.access().secretText(), "open");
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private void add(RealQBittorrent server, String name) throws Exception {
        program.add(
                "qbittorrent",
                name,
                server.address().toString(),
                RealQBittorrent.PASSWORD,
                "open",
                "--username",
                RealQBittorrent.USER);
    }

    private TestTorrent torrent(String on, String name, String... options) throws Exception {
        var made = TestTorrent.of(name, 300_000);
        Files.write(folder.resolve(name + ".torrent"), made.file());
        var all = new java.util.ArrayList<>(List.of("torrents", "add", on, name + ".torrent"));
        all.addAll(List.of(options));
        program.json(all.toArray(String[]::new));
        return made;
    }

    private TestTorrent whole(RealQBittorrent server, String on, String name, String... options) throws Exception {
        TestTorrent.of(name, 300_000).writeInto(server.downloads());
        return torrent(on, name, options);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private Map<String, JsonNode> on(String client) throws Exception {
        var found = new HashMap<String, JsonNode>();
        list(program.json("torrents", "list", client).path("torrents"))
                .forEach(torrent -> found.put(torrent.path("hash").asText(), torrent));
        return found;
    }

    private JsonNode await(String client, TestTorrent torrent, String family) throws Exception {
        for (int look = 0; look < 60; look++) {
            var now = on(client).get(torrent.hash());
            if (now != null && now.path("family").asText().equals(family)) {
                return now;
            }
        }
        throw new AssertionError(
                torrent.name() + " never became " + family + ": " + on(client).get(torrent.hash()));
    }

    private void set(String client, String rules) throws Exception {
        program.runWith("{\"rules\":{" + rules + "}}", "rules", "set", client, "--file", "-")
                .good();
    }

    /// @return by hash the rules that had something to say
    private static Map<String, String> decided(JsonNode run) {
        var rules = new HashMap<String, String>();
        list(run.path("decisions"))
                .forEach(it -> rules.merge(
                        it.path("item").path("id").asText().replaceFirst("@.*$", ""),
                        it.path("rule").asText(),
                        (one, other) -> one + " " + other));
        return rules;
    }

    /// A server that has just begun may not have measured its free space: until then the space guard says
    /// nothing.
    private Map<String, String> previewed(TestTorrent guarded) throws Exception {
        for (int look = 0; look < 60; look++) {
            var rules = decided(program.json("rules", "preview", "Box"));
            if (rules.getOrDefault(guarded.hash(), "").contains("space")) {
                return rules;
            }
        }
        return decided(program.json("rules", "preview", "Box"));
    }

    private static List<String> tags(JsonNode torrent) {
        return list(torrent.path("tags")).stream().map(JsonNode::asText).toList();
    }

    @ParameterizedTest
    @EnumSource
    void rulesDoWhatThePreviewSaidAndNothingElse(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first)) {
            add(server, "Box");
            var done = whole(server, "Box", "done.bin", "--category", CATEGORY);
            var stalled = torrent("Box", "stalled.bin", "--category", CATEGORY);
            var stopped = torrent("Box", "stopped.bin", "--category", CATEGORY, "--paused");
            var nobodys = torrent("Box", "nobodys.bin");
            var ignored = torrent("Box", "ignored.bin", "--category", CATEGORY, "--tag", "pilothouse-ignored");
            var failed = whole(server, "Box", "failed.bin", "--category", CATEGORY);
            var unknown = whole(server, "Box", "unknown.bin", "--category", "failed");
            program.json(
                    "torrents",
                    "add",
                    "Box",
                    "magnet:?xt=urn:btih:00000000000000000000000000000000000000aa",
                    "--category",
                    CATEGORY);
            await("Box", done, "seeding");
            await("Box", stalled, "downloading");
            await("Box", failed, "seeding");
            await("Box", unknown, "seeding");
            program.json("rules", "preview", "Box"); // sees in which category it is
            program.json("torrents", "category", failed.hash(), "failed", "--yes");

            set(
                    "Box",
                    "\"upkeep\":{\"mode\":\"act\",\"tags\":[\"tended\"],\"downloadLimit\":2097152},"
                            + "\"space\":{\"mode\":\"act\",\"reserveBytes\":9000000000000000},"
                            + "\"command-categories\":{\"mode\":\"act\",\"failed\":\"failed\"}");
            var rules = previewed(stalled);
            assertThat(rules.get(stalled.hash())).contains("space");
            assertThat(rules.get(failed.hash())).contains("command-categories");
            assertThat(rules.get("00000000000000000000000000000000000000aa")).contains("metadata");
            assertThat(rules.get(stopped.hash())).contains("stopped-by-user");
            assertThat(rules).doesNotContainKeys(nobodys.hash(), ignored.hash());
            assertThat(on("Box").values())
                    .as("a preview does nothing")
                    .noneMatch(torrent -> tags(torrent).contains("tended"))
                    .hasSize(8);

            var run = program.json("rules", "run", "Box", "--yes");
            assertThat(run.path("ended").asText()).as(run.toString()).isEqualTo("acted");
            var now = on("Box");
            assertThat(now.get(stalled.hash()).path("state").asText()).isEqualTo("stopped-download");
            assertThat(tags(now.get(stalled.hash()))).contains("pilothouse-space", "tended");
            assertThat(tags(now.get(done.hash()))).contains("tended");
            assertThat(now.get(done.hash()).path("family").asText()).isEqualTo("seeding");
            assertThat(now).as(run.toString()).doesNotContainKey(failed.hash());
            assertThat(now).as("nobody knows whose it was").containsKey(unknown.hash());
            assertThat(Files.exists(server.downloads().resolve("failed.bin")))
                    .as("files stay")
                    .isTrue();
            assertThat(tags(now.get(nobodys.hash()))).isEmpty();
            assertThat(tags(now.get(ignored.hash()))).containsExactly("pilothouse-ignored");
            assertThat(now.get(stopped.hash()).path("state").asText()).isEqualTo("stopped-download");

            var again = program.json("rules", "preview", "Box");
            assertThat(decided(again).get(stalled.hash())).contains("our-stop");
            var task = list(program.json("task", "list").path("tasks")).stream()
                    .filter(it -> it.path("undo").asBoolean())
                    .findFirst()
                    .orElseThrow();
            var undone = program.run("undo", task.path("id").asText(), "--yes");
            assertThat(on("Box")).as(task + undone.out() + undone.err()).containsKey(failed.hash());
        }
    }

    /// The files of all torrents vanish, as if a disk were not mounted: the brake stops every removal.
    @ParameterizedTest
    @EnumSource
    void aDiskThatIsNotMountedStopsAllRemoval(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first)) {
            add(server, "Box");
            var torrents = new java.util.ArrayList<TestTorrent>();
            for (int i = 0; i < 6; i++) {
                torrents.add(whole(server, "Box", "file" + i + ".bin", "--category", CATEGORY));
            }
            for (var torrent : torrents) {
                await("Box", torrent, "seeding");
            }
            set(
                    "Box",
                    "\"missing-files\":{\"mode\":\"act\",\"action\":\"remove\",\"seen\":1,\"over\":\"0s\"},"
                            + "\"command-categories\":{\"mode\":\"act\",\"failed\":\"" + CATEGORY + "\"}");
            server.stop();
            for (var torrent : torrents) {
                Files.delete(server.downloads().resolve(torrent.name()));
            }
            server.restart();
            await("Box", torrents.getFirst(), "missing");
            var preview = program.json("rules", "preview", "Box");
            assertThat(list(preview.path("gates")))
                    .anyMatch(gate -> gate.path("gate").asText().equals("breaker")
                            && !gate.path("passed").asBoolean());
            var run = program.json("rules", "run", "Box", "--yes");
            assertThat(list(run.path("acts")))
                    .noneMatch(act -> act.path("act").asText().startsWith("remove"));
            assertThat(on("Box")).hasSize(6);
        }
    }

    @Test
    void aTorrentIsMovedOnlyWhenTheOtherServerHasAllOfIt() throws Exception {
        try (var older = RealQBittorrent.start(Version.values()[0], first);
                var newer = RealQBittorrent.start(Version.values()[1], second)) {
            add(older, "Old");
            add(newer, "New");
            var clip = whole(older, "Old", "clip.bin", "--category", CATEGORY, "--tag", "mine");
            await("Old", clip, "seeding");

            var blind = program.run(
                    "torrents",
                    "move",
                    clip.hash(),
                    "--from",
                    "Old",
                    "--to",
                    "New",
                    "--path",
                    newer.downloads().toString(),
                    "--yes",
                    "--json");
            assertThat(blind.status()).as(blind.out() + blind.err()).isEqualTo(1);
            assertThat(blind.json().path("whole").asBoolean()).isFalse();
            assertThat(on("Old")).as("it stays where it is whole").containsKey(clip.hash());

            clip.writeInto(newer.downloads());
            var moved = program.json(
                    "torrents",
                    "move",
                    clip.hash(),
                    "--from",
                    "Old",
                    "--to",
                    "New",
                    "--path",
                    newer.downloads().toString(),
                    "--yes");
            assertThat(moved.path("removed").asBoolean()).as(moved.toString()).isTrue();
            assertThat(on("Old")).doesNotContainKey(clip.hash());
            var there = await("New", clip, "seeding");
            assertThat(there.path("category").asText()).isEqualTo(CATEGORY);
            assertThat(tags(there)).containsExactly("mine");
            assertThat(Files.exists(older.downloads().resolve("clip.bin"))).isTrue();
        }
    }

    /// The same torrent twice: what is deleted with its files on one stays whole on the other, unless both
    /// see the same disk.
    @Test
    void filesOfAnotherServerAreLeftAlone() throws Exception {
        try (var older = RealQBittorrent.start(Version.values()[0], first);
                var newer = RealQBittorrent.start(Version.values()[1], second)) {
            add(older, "Old");
            add(newer, "New");
            var clip = whole(older, "Old", "clip.bin");
            clip.writeInto(newer.downloads());
            program.json("torrents", "add", "New", "clip.bin.torrent");
            await("Old", clip, "seeding");
            await("New", clip, "seeding");
            program.run("torrents", "delete", clip.hash(), "--on", "Old", "--with-files", "--yes")
                    .good();
            assertThat(Files.exists(older.downloads().resolve("clip.bin"))).isFalse();
            assertThat(Files.exists(newer.downloads().resolve("clip.bin"))).isTrue();
            assertThat(on("New").get(clip.hash()).path("family").asText()).isEqualTo("seeding");
        }
    }
}
