package io.pilothouse.demo.qbittorrent;

import io.pilothouse.testing.realserver.RealQBittorrent;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The real servers still answer as the contract says was seen.
class QBittorrentFactsRealServerTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void theServerAnswersAsSeen(RealQBittorrent.Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, dir)) {
            QBittorrentFacts.hold(server.address(), RealQBittorrent.USER, RealQBittorrent.PASSWORD, version.number());
        }
    }
}
