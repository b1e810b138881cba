package io.pilothouse.domain.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MagnetTest {

    @Test
    void aMagnetCarriesItsHashInThreeSpellings() {
        assertThat(Magnet.hash("magnet:?xt=urn:btih:" + "AB".repeat(20) + "&dn=x"))
                .contains("ab".repeat(20));
        assertThat(Magnet.hash("magnet:?dn=x&xt=urn:btmh:1220" + "cd".repeat(32)))
                .contains("cd".repeat(20));
        assertThat(Magnet.hash("magnet:?xt=urn:btih:" + "A".repeat(31) + "B")).contains("0".repeat(39) + "1");
        assertThat(Magnet.hash("magnet:?xt=urn:btih:short")).isEmpty();
    }

    @Test
    void aMagnetWithoutAHashIsNoLink() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TorrentAddition.Link("magnet:?xt=urn:btih:short&dn=Tide"));
        assertThat(new TorrentAddition.Link("https://tracker.example/1.torrent").uri())
                .startsWith("https");
    }
}
