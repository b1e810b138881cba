package io.pilothouse.demo.amc;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// The simulator's own control, below `/__sim/`, for tests and scripts (section 19.1, 13):
///
/// - `POST scenario` `{"name":"harbour"}`, `POST reset`
/// - `GET clock`, `POST clock` `{"advanceSeconds":60}` or `{"at":"2026-07-01T00:00:00Z"}` or `{"factor":60}`
/// - `GET journal`, `DELETE journal`; it never holds a secret
/// - `GET faults`, `POST faults` `{"kind":"throttle","endpoint":"instance","instanceId":"","times":2,"number":7}`,
///   `DELETE faults`; the kinds are those of [FaultRules.Kind] in lower case with hyphens
/// - `POST plan` `{"end":"FAILED","reason":"…","runningSeconds":5,"rows":1000,"parts":3,"gzip":true}`: how the
///   next run goes; several wait in line
/// - `POST switches` `{"wrapped":true}`, as [AmcSimulator.Switches] names them
/// - `POST credential` `{"letter":"A","act":"revoke-consent|revoke-access|forget-client|know-client|rotate"}`
final class Control {

    private final AmcSimulator simulator;

    Control(AmcSimulator simulator) {
        this.simulator = simulator;
    }

    Reply answer(Request request) {
        var body = request.body().length == 0 ? Json.parse("{}") : Json.parse(request.body());
        try {
            return switch (request.method() + " " + request.path().substring("/__sim/".length())) {
                case "POST scenario" -> {
                    simulator.load(body.path("name").asText(""));
                    yield clock();
                }
                case "POST reset" -> {
                    simulator.reset();
                    yield clock();
                }
                case "GET clock" -> clock();
                case "POST clock" -> {
                    if (body.has("factor")) {
                        simulator.factor(body.path("factor").asDouble());
                    }
                    if (body.has("at")) {
                        simulator
                                .world()
                                .clock
                                .set(Instant.parse(body.path("at").asText()));
                    }
                    simulator.advance(
                            Duration.ofSeconds(body.path("advanceSeconds").asLong()));
                    yield clock();
                }
                case "GET journal" ->
                    Reply.json(Json.object(
                            "journal",
                            simulator.journal().entries().stream()
                                    .map(Journal::json)
                                    .toList()));
                case "DELETE journal" -> {
                    simulator.journal().clear();
                    yield Reply.empty(204);
                }
                case "GET faults" -> faults();
                case "POST faults" -> {
                    simulator.faults().add(FaultRules.read(body));
                    yield faults();
                }
                case "DELETE faults" -> {
                    simulator.faults().clear();
                    yield faults();
                }
                case "POST plan" -> {
                    simulator.runs().plan(Executions.Plan.read(body, Executions.Plan.USUAL));
                    yield Reply.empty(204);
                }
                case "GET switches" -> Reply.json(simulator.world().switches.json());
                case "POST switches" -> {
                    simulator.switches(now -> AmcSimulator.Switches.read(body, now));
                    yield Reply.json(simulator.world().switches.json());
                }
                case "POST credential" ->
                    credential(body.path("letter").asText("A"), body.path("act").asText());
                default -> AmcSimulator.refusal(404, "no such control: " + request.path());
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return AmcSimulator.refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private Reply credential(String letter, String act) {
        var login = simulator.login();
        switch (act) {
            case "revoke-consent" -> login.revokeConsent(letter);
            case "revoke-access" -> login.revokeAccess();
            case "forget-client" -> login.forgetClient(letter, true);
            case "know-client" -> login.forgetClient(letter, false);
            case "rotate" -> login.rotate(true);
            default -> throw new IllegalArgumentException("no such act: " + act);
        }
        return Reply.json(Json.object("refreshes", login.refreshes()));
    }

    private Reply clock() {
        var clock = simulator.world().clock;
        return Reply.json(Json.object("now", clock.now().toString(), "factor", clock.factor()));
    }

    private Reply faults() {
        return Reply.json(Json.object(
                "faults",
                simulator.faults().rules().stream().map(FaultRules::json).toList()));
    }
}
