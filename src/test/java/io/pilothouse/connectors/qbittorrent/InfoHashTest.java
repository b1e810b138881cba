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

    @Test
    void aMagnetCarriesItsHashInThreeSpellings() {
        assertThat(InfoHash.ofMagnet("magnet:?xt=urn:btih:" + "AB".repeat(20) + "&dn=x"))
                .contains("ab".repeat(20));
        assertThat(InfoHash.ofMagnet("magnet:?dn=x&xt=urn:btmh:1220" + "cd".repeat(32)))
                .contains("cd".repeat(20));
        assertThat(InfoHash.ofMagnet("magnet:?xt=urn:btih:" + "A".repeat(31) + "B"))
                .contains("0".repeat(39) + "1");
        assertThat(InfoHash.ofMagnet("magnet:?xt=urn:btih:short")).isEmpty();
    }
}
