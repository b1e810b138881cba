package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.qbittorrent.TestTorrent;
import io.pilothouse.testing.realserver.RealQBittorrent;
import io.pilothouse.testing.realserver.RealQBittorrent.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Torrents on the terminal against real servers: what was ordered is what they show, and on no other.
@Timeout(240)
class TorrentCommandsRealServerTest {

    @TempDir
    Path folder;

    @TempDir
    Path first;

    @TempDir
    Path second;

    private OnTerminal program;

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

    private JsonNode one(String on, String hash) throws Exception {
        var found =
                program.json("torrents", "list", on, "--filter", "hash=" + hash).path("torrents");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void awaitFamily(String on, String hash, String family) throws Exception {
        for (int look = 0; look < 60; look++) {
            if (one(on, hash).path("family").asText().equals(family)) {
                return;
            }
        }
        assertThat(one(on, hash).path("family").asText()).isEqualTo(family);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private void done(String... arguments) throws Exception {
        var results = list(program.json(arguments).path("results"));
        assertThat(results)
                .isNotEmpty()
                .allMatch(result -> result.path("outcome").asText().equals("done"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOrderedIsSeenAndTakenBack(Version version) throws Exception {
        program = new OnTerminal(folder);
        try (var server = RealQBittorrent.start(version, first)) {
            add(server, "Box");
            var clip = TestTorrent.of("clip.bin", 300_000);
            clip.writeInto(server.downloads());
            Files.write(folder.resolve("clip.torrent"), clip.file());
            var added = program.json("torrents", "add", "Box", "clip.torrent", "--category", "tv", "--tag", "mine");
            assertThat(added.path("hash").asText()).isEqualTo(clip.hash());
            awaitFamily("Box", clip.hash(), "seeding");
            assertThat(one("Box", clip.hash()).path("progress").asDouble()).isEqualTo(1);

            done("torrents", "pause", clip.hash());
            assertThat(one("Box", clip.hash()).path("family").asText()).isEqualTo("stopped-seeding");
            done("torrents", "tag", clip.hash(), "second");
            assertThat(list(one("Box", clip.hash()).path("tags")))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("mine", "second");
            var refused = program.run("torrents", "category", clip.hash(), "nowhere", "--json");
            assertThat(refused.status()).isEqualTo(1); // the server does not know the category
            var shown = program.json("torrents", "show", clip.hash())
                    .path("torrents")
                    .get(0);
            assertThat(shown.path("files").get(0).path("name").asText()).isEqualTo("clip.bin");
            assertThat(shown.path("trackers").get(0).path("host").asText()).isEqualTo("http://127.0.0.1:9");

            done("torrents", "delete", clip.hash(), "--on", "Box", "--yes");
            assertThat(Files.exists(server.downloads().resolve("clip.bin"))).isTrue();
            var task = list(program.json("task", "list").path("tasks")).stream()
                    .filter(it -> it.path("kind").asText().equals("torrents-delete")
                            && it.path("undo").asBoolean())
                    .findFirst()
                    .orElseThrow();
            program.run("undo", task.path("id").asText(), "--yes").good();
            awaitFamily("Box", clip.hash(), "stopped-seeding");
            var back = one("Box", clip.hash());
            assertThat(back.path("progress").asDouble()).isEqualTo(1);
            assertThat(list(back.path("tags"))).extracting(JsonNode::asText).contains("second");
        }
    }

    @Test
    void theSameHashOnTwoServersIsTwoTorrents() throws Exception {
        program = new OnTerminal(folder);
        try (var older = RealQBittorrent.start(Version.values()[0], first);
                var newer = RealQBittorrent.start(Version.values()[1], second)) {
            add(older, "Old");
            add(newer, "New");
            var clip = TestTorrent.of("clip.bin", 300_000);
            clip.writeInto(older.downloads());
            clip.writeInto(newer.downloads());
            Files.write(folder.resolve("clip.torrent"), clip.file());
            program.json("torrents", "add", "Old", "clip.torrent");
            program.json("torrents", "add", "New", "clip.torrent");
            awaitFamily("Old", clip.hash(), "seeding");
            awaitFamily("New", clip.hash(), "seeding");
            done("torrents", "tag", clip.hash(), "only-old", "--on", "Old");
            done("torrents", "pause", clip.hash(), "--on", "Old");
            assertThat(one("New", clip.hash()).path("tags")).isEmpty();
            assertThat(one("New", clip.hash()).path("family").asText()).isEqualTo("seeding");
            assertThat(program.json("matrix").path("onSeveral").get(0).path("states"))
                    .hasSize(2);
            newer.stop();
            var both = program.run("torrents", "resume", clip.hash(), "--json");
            assertThat(both.status()).isEqualTo(1); // one of the two does not answer, the other does
            assertThat(list(both.json().path("results")))
                    .extracting(it -> it.path("outcome").asText())
                    .contains("done");
            assertThat(one("Old", clip.hash()).path("family").asText()).isEqualTo("seeding");
        }
    }
}
