package io.pilothouse.connectors;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sends a JSON document to an address that a person gave for it, which is no instance. The path of the
/// address stays out of the log and of all words, as it is often a key itself. Follows no redirect.
/// Thread-safe.
public final class PlainPost {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int ANSWER_LIMIT = 64 << 10;
    private static final int SHOWN = 300;

    private final HttpClients clients;

    public PlainPost(HttpClients clients) {
        this.clients = clients;
    }

    /// @param text the beginning of what was answered, on one line
    public record Reply(int status, String text) {}

    /// Every status is an answer.
    ///
    /// @param label   what the receiver is called in words for people
    /// @param headers may hold secrets
    /// @throws ConnectorException   if there is no whole answer
    /// @throws InterruptedException if the calling task was cancelled
    public Reply send(String label, URI to, List<Call.Pair> headers, String json)
            throws ConnectorException, InterruptedException {
        var origin = Address.of(Faults.origin(to)); // without the path
        var connection = Connection.to(origin).withTimeout(LIMIT);
        var proxy = HttpClients.proxyOf(connection, origin).map(one -> one.getHostString() + ":" + one.getPort());
        var faults = new Faults(label, origin, LIMIT, proxy, ANSWER_LIMIT);
        if (origin.secure()) {
            Trust.prepare(connection.trust());
        }
        long sent = System.nanoTime();
        try (var lease = clients.lease(connection)) {
            HttpResponse<byte[]> response = lease.client()
                    .send(
                            request(label, to, headers, json),
                            _ -> new BoundedBody(ANSWER_LIMIT, BoundedBody.Beyond.FAIL, LIMIT));
            log(origin, response.statusCode(), sent, response.body().length, Optional.empty());
            return new Reply(response.statusCode(), shown(response.body()));
        } catch (GeneralSecurityException e) {
            throw Faults.unreadableAuthority(label).causedBy(e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var fault = faults.of(e);
            log(origin, 0, sent, 0, Optional.of(fault.code()));
            throw fault;
        }
    }

    private static HttpRequest request(String label, URI to, List<Call.Pair> headers, String json)
            throws ConnectorException {
        try {
            var builder = HttpRequest.newBuilder(to).timeout(LIMIT).header("Content-Type", "application/json");
            headers.forEach(header -> builder.header(header.name(), header.value()));
            return builder.POST(BodyPublishers.ofString(json)).build();
        } catch (IllegalArgumentException ignored) { // its message quotes the value, which may be a secret
            throw ConnectorException.of(
                    FaultCode.CONFIGURATION,
                    "A key or header for " + label + " holds characters that cannot be sent.",
                    "Paste it again, without line breaks.");
        }
    }

    private static String shown(byte[] body) {
        var text =
                new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private void log(Address origin, int status, long sent, long bytes, Optional<FaultCode> fault) {
        clients.log()
                .record(new RequestLog.Entry(
                        clients.clock().instant(),
                        Optional.empty(),
                        RequestContext.currentTask(),
                        "POST",
                        Faults.origin(origin.uri()),
                        "/",
                        status,
                        Duration.ofNanos(System.nanoTime() - sent),
                        bytes,
                        fault,
                        true));
    }
}
