package io.pilothouse.domain.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RemotePathTest {

    @Test
    void theLongestFolderWinsAndNamesAreComparedWhole() {
        var pairs = RemotePath.read("/downloads => /data; /downloads/tv => /tv/in");
        assertThat(RemotePath.map("/downloads/tv/Tide", pairs, List.of())).isEqualTo("/tv/in/Tide");
        assertThat(RemotePath.map("/downloads/movies/Tide", pairs, List.of())).isEqualTo("/data/movies/Tide");
        assertThat(RemotePath.map("/downloads", pairs, List.of())).isEqualTo("/data");
        assertThat(RemotePath.map("/downloads2/Tide", pairs, List.of())).isEqualTo("/downloads2/Tide");
    }

    @Test
    void windowsAndUnixMeet() {
        var there = List.of(new RemotePath("nas", "D:\\Torrents\\", "/mnt/torrents/"));
        assertThat(RemotePath.map("d:\\torrents\\tv\\Tide", there, List.of("NAS")))
                .isEqualTo("/mnt/torrents/tv/Tide");
        assertThat(RemotePath.map("D:\\Torrents\\Tide", there, List.of("other")))
                .isEqualTo("D:\\Torrents\\Tide");
        var back = List.of(new RemotePath("", "/mnt/torrents", "D:\\Torrents"));
        assertThat(RemotePath.map("/mnt/torrents/tv/Tide", back, List.of())).isEqualTo("D:\\Torrents\\tv\\Tide");
        var share = List.of(new RemotePath("", "/share", "\\\\nas\\share"));
        assertThat(RemotePath.map("/share/Tide", share, List.of())).isEqualTo("\\\\nas\\share\\Tide");
    }

    @Test
    void whatIsNoPairOfFoldersIsRefused() {
        for (var text : List.of("/downloads", "=> /data", "/downloads =>", "/a => /b; /c")) {
            assertThatThrownBy(() -> RemotePath.read(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(RemotePath.read(" ; ")).isEmpty();
    }
}
