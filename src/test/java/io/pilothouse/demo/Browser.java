package io.pilothouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a simulated service as any program would: with the JDK's client, nothing of Pilothouse's.
public final class Browser {

    private final HttpClient client;

    public Browser() {
        this(HttpClient.newBuilder());
    }

    public Browser(HttpClient.Builder builder) {
        client = builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// @param path    below the address, without leading slash
    /// @param headers name, value, name, value, ...
    public HttpResponse<String> get(SimulatedService service, String path, String... headers)
            throws IOException, InterruptedException {
        return send(request(service.address().resolve(path), headers).GET());
    }

    public HttpResponse<String> post(SimulatedService service, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request(service.address().resolve(path), headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(URI address, String... headers) {
        var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10));
        return headers.length == 0 ? request : request.headers(headers);
    }

    public HttpClient client() {
        return client;
    }

    public static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body());
    }
}
