package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.testing.TestTorrents;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

    private static final InstanceId BOX = new InstanceId("qbittorrent-2605010000abc");

    /// A file of the same name at the target is kept, the old one stays behind, and nothing is whole any more
    /// (contract section 5.7): that is no move.
    @Test
    void aMoveIsSeenWhenAllIsThereThatWasThere() {
        var move = new TorrentAct.Move(TorrentHashes.of(TestTorrents.hash(1)), "/data/films/");
        var before = TestTorrents.of(BOX, 1).make();
        var after = TestTorrents.of(BOX, 1);
        assertThat(Confirmation.seen(move, before, after.make()))
                .as("elsewhere")
                .isFalse();
        after.savePath = "/data/films";
        assertThat(Confirmation.seen(move, before, after.make())).isTrue();
        assertThat(Confirmation.seen(
                        move, before, after.state(TorrentState.MOVING).make()))
                .isFalse();
        after.state(TorrentState.STALLED_DOWNLOAD);
        after.completed = 0;
        assertThat(Confirmation.seen(move, before, after.make())).isFalse();
    }
}
