package io.pilothouse.connectors.arr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.testing.ArrServices;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrForgettingTest {

    /// Acceptance 21 of the qBittorrent contract: an app that knows nothing of a download holds nothing up, one
    /// that cannot say does.
    @Test
    void whatIsNotThereAnyMoreCountsAsForgottenAndAFailureDoesNot() throws Exception {
        try (var fleet = DemoFleet.empty(5, Clock.systemUTC());
                var clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test")) {
            var service = fleet.add(ServiceSpec.of("sonarr", "Series").with("size", "small"));
            var app = (TracksDownloads) ArrServices.open(clients, service);
            var download = new ArrDownload(
                    List.of(999_999L), "ab".repeat(20), "Tide", "episode:1", "Tide", "", "", List.of(), "");

            assertThatCode(() -> app.forget(download, true, false)).doesNotThrowAnyException();
            assertThat(service.requests())
                    .as("it was asked, and knew nothing of it")
                    .anyMatch(request ->
                            request.method().equals("DELETE") && request.path().endsWith("/queue/999999"));

            service.fault(new Fault.ServerError(500));
            assertThatThrownBy(() -> app.forget(download, true, false)).isInstanceOf(ConnectorException.class);
        }
    }
}
