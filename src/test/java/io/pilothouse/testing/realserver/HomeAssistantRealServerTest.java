package io.pilothouse.testing.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The real Home Assistant servers that other tests rely on answer as themselves.
class HomeAssistantRealServerTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void answersToItsUsers(RealHomeAssistant.Version version) throws Exception {
        try (var server = RealHomeAssistant.start(version, dir);
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            assertThat(server.ask("get_config", Map.of()).path("version").asText())
                    .isEqualTo(version.number());
            assertThat(server.ask("get_states", Map.of()).findValuesAsText("entity_id"))
                    .contains("light.bed_light", "automation.night_light", "script.goodnight", "input_number.load_a");
            assertThat(server.ask("auth/current_user", Map.of())
                            .path("is_admin")
                            .asBoolean())
                    .isTrue();

            var guest = server.addUser("guest", "a guest's password");
            server.restart();

            assertThat(status(http, server, "api/states", guest)).isEqualTo(200);
            assertThat(status(http, server, "api/error_log", guest)).isEqualTo(401); // administrators only
            assertThat(status(http, server, "api/states", "not a token")).isEqualTo(401);
        }
    }

    private static int status(HttpClient http, RealHomeAssistant server, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(server.address().resolve(path))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
