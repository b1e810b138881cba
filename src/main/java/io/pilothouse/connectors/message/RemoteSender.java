package io.pilothouse.connectors.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.PlainPost;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.alert.RemoteText;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Sends one message over a channel and says what the server answered. Thread-safe.
public final class RemoteSender {

    /// Fields of the secrets of channels.
    public static final String NTFY_TOKEN = "token";

    /// The whole address of the web hook.
    public static final String WEBHOOK_ADDRESS = "address";

    /// A header of the web hook, `Name: value`; may be absent.
    public static final String WEBHOOK_HEADER = "header";

    public static final String MAIL_PASSWORD = "password";

    private final PlainPost post;
    private final MailPost mail;

    public RemoteSender(HttpClients clients, RequestLog log, InstantSource clock) {
        post = new PlainPost(clients);
        mail = new MailPost(log, clock);
    }

    /// @return what the server answered, for people
    /// @throws ConnectorException   if it did not take the message
    /// @throws InterruptedException if the calling task was cancelled
    public String send(RemoteSetup setup, Secrets secrets, RemoteText text)
            throws ConnectorException, InterruptedException {
        return switch (setup) {
            case RemoteSetup.Ntfy ntfy -> ntfy(ntfy, secrets, text);
            case RemoteSetup.Webhook hook -> webhook(hook, secrets, text);
            case RemoteSetup.Mail server -> mail.send(server, secrets.find(MAIL_PASSWORD), text);
        };
    }

    /// As "Publish as JSON" of docs.ntfy.sh: a document at the root of the server names the topic.
    private String ntfy(RemoteSetup.Ntfy setup, Secrets secrets, RemoteText text)
            throws ConnectorException, InterruptedException {
        var document = Json.MAPPER
                .createObjectNode()
                .put("topic", setup.topic())
                .put("title", text.title())
                .put("message", text.body())
                .put(
                        "priority",
                        switch (text.severity()) { // 1 to 5, 3 is the usual one
                            case NEWS, WARNING -> 3;
                            case URGENT -> 4;
                        });
        var headers = secrets.find(NTFY_TOKEN).stream()
                .map(token -> new Call.Pair("Authorization", "Bearer " + token.value()))
                .toList();
        return taken("ntfy", setup.server().uri(), headers, document);
    }

    private String webhook(RemoteSetup.Webhook setup, Secrets secrets, RemoteText text)
            throws ConnectorException, InterruptedException {
        var label = setup.host();
        var address = secrets.find(WEBHOOK_ADDRESS)
                .map(Secret::value)
                .orElseThrow(() -> ConnectorException.of(
                        FaultCode.SECRET_MISSING, label + " has no address.", "Set it up again."));
        var headers = new ArrayList<Call.Pair>();
        secrets.find(WEBHOOK_HEADER).ifPresent(header -> {
            int colon = header.value().indexOf(':');
            headers.add(new Call.Pair(
                    header.value().substring(0, colon).strip(),
                    header.value().substring(colon + 1).strip()));
        });
        return taken(label, URI.create(address), headers, document(text));
    }

    private static ObjectNode document(RemoteText text) {
        var document = Json.MAPPER
                .createObjectNode()
                .put("title", text.title())
                .put("text", text.body())
                .put("severity", text.severity().word())
                .put("at", text.at().toString());
        var events = document.putArray("events");
        for (var event : text.events()) {
            var one = events.addObject()
                    .put("event", event.event().word().replace('_', '-'))
                    .put("text", event.text())
                    .put("since", event.since().toString());
            var instances = one.putArray("instances");
            event.about()
                    .forEach(about ->
                            instances.addObject().put("id", about.id().value()).put("name", about.name()));
        }
        return document;
    }

    private String taken(String label, URI to, List<Call.Pair> headers, ObjectNode document)
            throws ConnectorException, InterruptedException {
        var reply = post.send(label, to, headers, document.toString());
        var said = (reply.status() + " " + reply.text()).strip();
        if (reply.status() >= 200 && reply.status() <= 299) {
            return said;
        }
        throw ConnectorException.of(fault(reply.status()), label + " answered " + said + ".", advice(reply.status()));
    }

    private static FaultCode fault(int status) {
        return switch (status) {
            case 401, 403 -> FaultCode.SECRET_REFUSED;
            case 404, 410 -> FaultCode.NOT_FOUND;
            case 408, 429 -> FaultCode.THROTTLED;
            default -> status >= 500 ? FaultCode.SERVER_ERROR : FaultCode.REFUSED;
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> "Check the token and what it may do.";
            case 404, 410 -> "Check the address.";
            default -> "Look at what the server says, then test again.";
        };
    }
}
