package io.pilothouse.demo;

import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.demo.service.Simulator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fleet's control endpoint, JSON over loopback HTTP, for scripts and tests outside the process:
///
/// - `GET /` the instances; `POST /instances` `{"kind","name","host","options":{}}` adds one
/// - `PUT /instances/NAME/fault` `{"fault":"slow","delayMillis":5000,"path":"/"}`, `DELETE` heals
/// - `GET /instances/NAME/requests` the request log, `DELETE` empties it
final class Control implements Simulator {

    private final DemoFleet fleet;

    Control(DemoFleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Access access() {
        return Access.OPEN;
    }

    @Override
    public Reply answer(Request request) {
        var parts = request.path().substring(1).split("/");
        try {
            return switch (parts.length) {
                case 1 -> parts[0].isEmpty() ? list() : add(request);
                case 3 ->
                    fleet.find(parts[1])
                            .map(service -> act(request, service, parts[2]))
                            .orElse(refusal(404, "no such instance: " + parts[1]));
                default -> refusal(404, "no such path: " + request.path());
            };
        } catch (IllegalArgumentException | IOException e) {
            return refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private Reply list() {
        return Reply.json(Json.object(
                "instances",
                fleet.instances().stream().map(this::json).toList(),
                "control",
                fleet.control().toString()));
    }

    private Reply add(Request request) throws IOException {
        if (!request.path().equals("/instances") || !request.method().equals("POST")) {
            return refusal(404, "no such path: " + request.path());
        }
        var wanted = Json.parse(request.body());
        var spec = ServiceSpec.of(
                        wanted.path("kind").asText(), wanted.path("name").asText())
                .onHost(wanted.path("host").asText("127.0.0.1"));
        for (var option : wanted.path("options").properties()) {
            spec = spec.with(option.getKey(), option.getValue().asText());
        }
        fleet.add(spec);
        return Reply.json(201, json(fleet.instances().getLast()));
    }

    private Reply act(Request request, SimulatedService service, String part) {
        return switch (request.method() + " " + part) {
            case "PUT fault" -> {
                var body = Json.parse(request.body());
                service.fault(Fault.from(body), body.path("path").asText("/"));
                yield Reply.json(state(service));
            }
            case "DELETE fault" -> {
                service.heal();
                yield Reply.json(state(service));
            }
            case "GET fault" -> Reply.json(state(service));
            case "GET requests" ->
                Reply.json(Json.object(
                        "requests",
                        service.requests().stream().map(Control::json).toList()));
            case "DELETE requests" -> {
                service.forgetRequests();
                yield Reply.empty(204);
            }
            default -> refusal(404, "no such act: " + request.method() + " " + part);
        };
    }

    private static Map<String, @Nullable Object> state(SimulatedService service) {
        Optional<Object> fault = service.fault().map(Fault::json);
        return Json.object("name", service.name(), "fault", fault.orElse(null));
    }

    private static Map<String, @Nullable Object> json(LoggedRequest entry) {
        return Json.object(
                "at", entry.at().toString(),
                "instance", entry.instance(),
                "method", entry.method(),
                "path", entry.path(),
                "query", entry.query(),
                "headers", entry.headers(),
                "secret", entry.secret().name().toLowerCase(java.util.Locale.ROOT),
                "body", entry.body());
    }

    private Map<String, @Nullable Object> json(DemoInstance instance) {
        return Json.object(
                "kind", instance.kind(),
                "name", instance.name(),
                "address", instance.address().toString(),
                "username", instance.username(),
                "secret", instance.secret(),
                "settings", instance.settings(),
                "group", instance.group(),
                "tags", instance.tags(),
                "guard", instance.guard(),
                "notes", instance.notes(),
                "trust", instance.trust(),
                "arrangements", instance.arrangements());
    }

    private static Reply refusal(int status, String message) {
        return Reply.json(status, Json.object("error", message));
    }
}
