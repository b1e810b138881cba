package io.pilothouse.demo.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be wrong with a service. Every fault works in front of every simulator.
public sealed interface Fault {

    /// The port is closed and open connections are cut.
    record Refused() implements Fault {}

    /// Connections are accepted, requests read, nothing is ever answered.
    record Silent() implements Fault {}

    /// Every answer comes this much later, in real time.
    record Slow(Duration delay) implements Fault {}

    /// The connection ends after this many bytes of the body; the announced length is the full one.
    record CutOff(int bytes) implements Fault {}

    record ServerError(int status) implements Fault {}

    /// The status and type are right, the JSON ends in the middle.
    record MalformedJson() implements Fault {}

    /// The body is right, the content type is not.
    record WrongContentType(String type) implements Fault {}

    /// A reverse proxy answers with a page of its own.
    record HtmlFromProxy(int status) implements Fault {}

    /// A well-begun JSON answer of this many bytes.
    record Huge(long bytes) implements Fault {}

    /// Another product answers at this address.
    record WrongProduct(String kind) implements Fault {}

    /// Another instance of the same product, with the same secret, answers at this address.
    record OtherIdentity() implements Fault {}

    record RedirectElsewhere(URI target) implements Fault {}

    /// The port speaks TLS with this certificate, whatever it spoke before.
    record Certificate(CertificateKind kind) implements Fault {}

    /// The product says that the secret is wrong.
    record WrongSecret() implements Fault {}

    /// The product has banned the caller.
    record Banned() implements Fault {}

    /// Reads the form the control endpoint takes, for example `{"fault":"slow","delayMillis":5000}`.
    ///
    /// @throws IllegalArgumentException if the fault is unknown
    static Fault from(JsonNode json) {
        var name = json.path("fault").asText();
        return switch (name) {
            case "refused" -> new Refused();
            case "silent" -> new Silent();
            case "slow" -> new Slow(Duration.ofMillis(json.path("delayMillis").asLong(5_000)));
            case "cut-off" -> new CutOff(json.path("bytes").asInt(20));
            case "server-error" -> new ServerError(json.path("status").asInt(500));
            case "malformed-json" -> new MalformedJson();
            case "wrong-content-type" -> new WrongContentType(json.path("type").asText("text/plain"));
            case "html-from-proxy" -> new HtmlFromProxy(json.path("status").asInt(502));
            case "huge" -> new Huge(json.path("bytes").asLong(1L << 30));
            case "wrong-product" -> new WrongProduct(json.path("kind").asText("sonarr"));
            case "other-identity" -> new OtherIdentity();
            case "redirect-elsewhere" ->
                new RedirectElsewhere(URI.create(json.path("target").asText("http://127.0.0.1:9/")));
            case "certificate" ->
                new Certificate(CertificateKind.valueOf(json.path("kind").asText("EXPIRED")));
            case "wrong-secret" -> new WrongSecret();
            case "banned" -> new Banned();
            default -> throw new IllegalArgumentException("no such fault: " + name);
        };
    }

    /// The form that [#from] reads.
    static Map<String, @Nullable Object> json(Fault fault) {
        return switch (fault) {
            case Refused _ -> Json.object("fault", "refused");
            case Silent _ -> Json.object("fault", "silent");
            case Slow(var delay) -> Json.object("fault", "slow", "delayMillis", delay.toMillis());
            case CutOff(var bytes) -> Json.object("fault", "cut-off", "bytes", bytes);
            case ServerError(var status) -> Json.object("fault", "server-error", "status", status);
            case MalformedJson _ -> Json.object("fault", "malformed-json");
            case WrongContentType(var type) -> Json.object("fault", "wrong-content-type", "type", type);
            case HtmlFromProxy(var status) -> Json.object("fault", "html-from-proxy", "status", status);
            case Huge(var bytes) -> Json.object("fault", "huge", "bytes", bytes);
            case WrongProduct(var kind) -> Json.object("fault", "wrong-product", "kind", kind);
            case OtherIdentity _ -> Json.object("fault", "other-identity");
            case RedirectElsewhere(var target) ->
                Json.object("fault", "redirect-elsewhere", "target", target.toString());
            case Certificate(var kind) -> Json.object("fault", "certificate", "kind", kind.name());
            case WrongSecret _ -> Json.object("fault", "wrong-secret");
            case Banned _ -> Json.object("fault", "banned");
        };
    }
}
