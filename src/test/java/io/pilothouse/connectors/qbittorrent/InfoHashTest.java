package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InfoHashTest {

    @Test
    void aFileIsKnownByItsInfo() {
        var torrent = TestTorrent.of("clip.bin", 40_000);

        assertThat(InfoHash.ofFile(torrent.file())).contains(torrent.hash());
    }

    @Test
    void whatIsNoTorrentHasNoHash() {
        for (var text :
                List.of("", "d", "i5e", "d4:info", "d4:infod4:name99:x", "d4:abcdi1e", "<html>", "l".repeat(9_000))) {
            assertThat(InfoHash.ofFile(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isEmpty();
        }
    }
}
