package io.pilothouse.testing.realserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The real qBittorrent servers that other tests rely on answer as themselves.
class QBittorrentRealServerTest {

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();

    @AfterEach
    void closeClient() {
        http.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersToItsUser(RealQBittorrent.Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, dir)) {
            assertThat(get(server, "api/v2/app/version").statusCode()).isEqualTo(403);

            assertThat(logIn(server).statusCode()).isEqualTo(200);

            assertThat(get(server, "api/v2/app/version").body()).isEqualTo("v" + version.number());
            assertThat(get(server, "api/v2/app/defaultSavePath").body())
                    .isEqualTo(server.downloads().toString());

            server.restart();
            assertThat(get(server, "api/v2/app/version").statusCode()).isEqualTo(403);

            server.stop();
            assertThatThrownBy(() -> get(server, "api/v2/app/version")).isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesFurtherSettings(RealQBittorrent.Version version) throws Exception {
        var settings = Map.of("BitTorrent/Session\\MaxActiveDownloads", "7");

        try (var server = RealQBittorrent.start(version, dir, settings)) {
            logIn(server);

            assertThat(get(server, "api/v2/app/preferences").body()).contains("\"max_active_downloads\":7");
        }
    }

    private HttpResponse<String> logIn(RealQBittorrent server) throws IOException, InterruptedException {
        var form = "username=" + RealQBittorrent.USER + "&password=" + RealQBittorrent.PASSWORD;
        return http.send(
                HttpRequest.newBuilder(server.address().resolve("api/v2/auth/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(RealQBittorrent server, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(server.address().resolve(path)).build(), BodyHandlers.ofString());
    }
}
