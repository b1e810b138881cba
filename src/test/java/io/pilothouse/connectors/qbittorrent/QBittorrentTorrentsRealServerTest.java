package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAdded;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.testing.realserver.RealQBittorrent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every act on real torrents of real servers, each seen to have had its effect.
@Timeout(180)
class QBittorrentTorrentsRealServerTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void everyActIsSeenToHaveItsEffect(RealQBittorrent.Version version) throws Exception {
        try (var http = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
                var server = RealQBittorrent.start(version, dir)) {
            var kind = ImpatientKind.of(http, Clock.systemUTC());
            try (var connector = kind.open(
                    TestTargets.saved(kind.id(), server.address(), Map.of("username", RealQBittorrent.USER)),
                    Secrets.of("password", RealQBittorrent.PASSWORD))) {
                act((KeepsTorrents) connector, server);
            }
        }
    }

    private void act(KeepsTorrents torrents, RealQBittorrent server) throws Exception {
        var file = TestTorrent.of("clip.bin", 300_000);
        file.writeInto(server.downloads());
        assertThat(torrents.createCategory("tv", "")).isTrue();
        assertThat(torrents.createCategory("tv", "")).isFalse();

        var added = torrents.add(new TorrentAddition(
                new TorrentAddition.File(file.file()),
                server.downloads().toString(),
                "tv",
                new TreeSet<>(Set.of("pilothouse-a")),
                false));
        assertThat(added).isEqualTo(new TorrentAdded(Optional.of(file.hash()), false));
        var magnet = "a1".repeat(20);
        assertThat(torrents.add(new TorrentAddition(
                        new TorrentAddition.Link("magnet:?xt=urn:btih:" + magnet), "", "", new TreeSet<>(), false)))
                .isEqualTo(new TorrentAdded(Optional.of(magnet), false));
        assertThat(torrents.add(new TorrentAddition(
                        new TorrentAddition.Link("magnet:?xt=urn:btih:" + magnet), "", "tv", new TreeSet<>(), false)))
                .isEqualTo(new TorrentAdded(Optional.of(magnet), true));
        while (listed(torrents, file.hash()).family() != TorrentFamily.SEEDING) {
            Thread.onSpinWait(); // until the data was found
        }
        var seeding = listed(torrents, file.hash());
        assertThat(seeding.complete()).isTrue();
        assertThat(seeding.category()).isEqualTo("tv");
        assertThat(seeding.tags()).containsExactly("pilothouse-a");
        assertThat(listed(torrents, magnet).hasMetadata()).isFalse();
        assertThat(listed(torrents, magnet).complete()).isFalse();
        assertThat(InfoHash.ofFile(torrents.export(file.hash()).orElseThrow())).contains(file.hash());
        assertThat(torrents.export(magnet)).isEmpty();

        var one = TorrentHashes.of(file.hash());
        var both = TorrentHashes.of(file.hash(), magnet);
        seen(torrents, new TorrentAct.Stop(both));
        seen(torrents, new TorrentAct.Start(both));
        seen(torrents, new TorrentAct.Force(one, true));
        seen(torrents, new TorrentAct.Force(one, false));
        seen(torrents, new TorrentAct.SetCategory(one, ""));
        seen(torrents, new TorrentAct.AddTags(both, new TreeSet<>(Set.of("pilothouse-b", "pilothouse-c"))));
        seen(torrents, new TorrentAct.RemoveTags(both, new TreeSet<>(Set.of("pilothouse-b"))));
        seen(torrents, new TorrentAct.SetDownloadLimit(both, 50_000));
        seen(torrents, new TorrentAct.SetUploadLimit(both, 0));
        seen(torrents, new TorrentAct.SetShareLimits(one, new ShareLimits(3.5, 600, -2, "Default", "Default")));
        seen(torrents, new TorrentAct.Reannounce(one));
        var other = Files.createDirectories(server.downloads().resolve("other"));
        seen(torrents, new TorrentAct.Move(one, other.toString()));
        assertThat(other.resolve("clip.bin")).exists();
        assertThat(listed(torrents, file.hash()).tags()).contains("pilothouse-c");

        for (var name : List.of("Сериалы & 番組", "a+b=c%20? 🎬")) {
            assertThat(torrents.createCategory(name, "")).isTrue();
            seen(torrents, new TorrentAct.SetCategory(one, name));
            seen(torrents, new TorrentAct.AddTags(one, new TreeSet<>(Set.of(name))));
            seen(torrents, new TorrentAct.RemoveTags(one, new TreeSet<>(Set.of(name))));
        }
        categories(torrents, server, file.hash(), other);

        torrents.alternativeSpeed(true);
        while (!torrents.poll().transfer().alternativeSpeed()) {
            Thread.onSpinWait();
        }
        seen(torrents, new TorrentAct.Delete(TorrentHashes.of(magnet), false));
        seen(torrents, new TorrentAct.Delete(one, true));
        assertThat(torrents.poll().torrents()).isEmpty();
        while (Files.exists(other.resolve("clip.bin"))) {
            Thread.onSpinWait();
        }
    }

    /// Where a category keeps its data is changed without losing what else it says (contract section 5.8).
    private static void categories(KeepsTorrents torrents, RealQBittorrent server, String hash, Path there)
            throws Exception {
        var one = TorrentHashes.of(hash);
        assertThat(torrents.createCategory("moved", there.toString())).isTrue();
        seen(torrents, new TorrentAct.SetCategory(one, "moved"));
        seen(torrents, new TorrentAct.SetAutomatic(one, true));
        var next = server.downloads().resolve("next").toString();
        assertThat(torrents.editCategory("moved", next)).isTrue();
        assertThat(torrents.editCategory("moved", next)).isFalse();
        while (!next.equals(torrents.poll().categories().get("moved").savePath())) {
            Thread.onSpinWait();
        }
        while (listed(torrents, hash).automatic()) {
            Thread.onSpinWait(); // by default the torrent is not managed automatically any more
        }
        seen(torrents, new TorrentAct.Move(one, there.toString())); // 4.5.2 has moved it, 5.1.0 has not
        torrents.removeCategory("moved");
        while (torrents.poll().categories().containsKey("moved")) {
            Thread.onSpinWait();
        }
        while (!listed(torrents, hash).category().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static Torrent listed(KeepsTorrents torrents, String hash) throws Exception {
        return torrents.poll().torrents().get(hash);
    }

    private static void seen(KeepsTorrents torrents, TorrentAct act) throws Exception {
        var outcome = torrents.act(act);
        assertThat(outcome.noEffect()).as(act.toString()).isEmpty();
        assertThat(outcome.confirmed())
                .as(act.toString())
                .containsExactlyInAnyOrderElementsOf(act.torrents().hashes());
    }
}
