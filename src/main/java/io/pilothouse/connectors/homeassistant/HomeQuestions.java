package io.pilothouse.connectors.homeassistant;

import static io.pilothouse.connectors.homeassistant.Answers.text;
import static io.pilothouse.connectors.homeassistant.Answers.word;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HouseNote;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The questions and commands to one house, each with what older or smaller installations offer instead.
/// Keeps nothing. Thread-safe.
final class HomeQuestions {

    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration LISTS = Duration.ofSeconds(30);
    private static final Duration SERVICE = Duration.ofSeconds(60);
    private static final Duration HEALTH = Duration.ofSeconds(15);
    /// How long a call waits for the changes it made, after its answer.
    private static final Duration FIRST_CHANGE = Duration.ofMillis(500);

    private static final Duration NEXT_CHANGE = Duration.ofMillis(60);
    /// Changes of the whole house that wait to be looked through.
    private static final int MOST_CHANGES = 5_000;

    private final HouseLine line;
    private final String label;
    private final java.util.function.Supplier<String> address;

    HomeQuestions(HouseLine line, String label, java.util.function.Supplier<String> address) {
        this.line = line;
        this.label = label;
        this.address = address;
    }

    // --- asking

    JsonNode ask(String type, Map<String, ?> parameters, Duration within)
            throws ConnectorException, InterruptedException {
        return switch (line.call(type, parameters, within)) {
            case Reply.Done(JsonNode result) -> result;
            case Reply.Refused refused -> throw refusal(type, refused);
        };
    }

    private JsonNode ask(String type) throws ConnectorException, InterruptedException {
        return ask(type, Map.of(), USUAL);
    }

    /// @return empty where the server does not know the command
    Optional<JsonNode> askIfKnown(String type, Map<String, ?> parameters, Duration within)
            throws ConnectorException, InterruptedException {
        return switch (line.call(type, parameters, within)) {
            case Reply.Done(JsonNode result) -> Optional.of(result);
            case Reply.Refused refused when unknown(refused) -> Optional.empty();
            case Reply.Refused refused -> throw refusal(type, refused);
        };
    }

    private static boolean unknown(Reply.Refused refused) {
        return refused.code().equals("unknown_command") || refused.code().equals(PlainRequests.NEEDS_SOCKET);
    }

    /// @return empty where the server gives nothing, whatever the reason
    Optional<JsonNode> askIfGiven(String type, Map<String, ?> parameters)
            throws ConnectorException, InterruptedException {
        return line.call(type, parameters, LISTS) instanceof Reply.Done(JsonNode result)
                ? Optional.of(result)
                : Optional.empty();
    }

    private ConnectorException refusal(String what, Reply.Refused refused) {
        if (refused.needsAdministrator()) {
            return ConnectorException.of(
                    FaultCode.PERMISSION_MISSING,
                    label + " lets only administrators " + doing(what) + ".",
                    "Use the token of an administrator, or leave it.");
        }
        if (refused.code().equals(PlainRequests.NEEDS_SOCKET)) {
            return needsSocket(label, "“" + what + "”");
        }
        var code =
                switch (refused.code()) {
                    case "unknown_command", "not_supported" -> FaultCode.NOT_SUPPORTED;
                    case "not_found", "config_not_found", "unknown_issue" -> FaultCode.NOT_FOUND;
                    case "invalid_format",
                            "service_validation_error",
                            "invalid_start_time",
                            "invalid_end_time",
                            "invalid_info" -> FaultCode.INVALID_INPUT;
                    default -> FaultCode.REFUSED;
                };
        if (refused.code().equals("unknown_command")) {
            return ConnectorException.of(
                    code,
                    label + " does not know “" + what + "”: it is too old, or that part is not loaded.",
                    "Update Home Assistant, or load the integration.");
        }
        var said = refused.message().isBlank() ? refused.code() : refused.message();
        return ConnectorException.of(
                code,
                label + " says: " + said + (said.endsWith(".") ? "" : ".") + " (" + refused.code() + ")",
                code == FaultCode.INVALID_INPUT ? "Correct what was entered." : "Look into the log of Home Assistant.");
    }

    private static String doing(String command) {
        return switch (command) {
            case "backup/info" -> "see its backups";
            case "backup/generate", "backup/generate_with_automatic_settings" -> "make backups";
            case "backup/delete", "backup/remove" -> "delete backups";
            case "backup/restore" -> "restore backups";
            case "system_log/list" -> "see its log";
            case "trace/list" -> "see the latest runs of automations";
            case "update/release_notes" -> "read release notes";
            case "config/entity_registry/update" -> "move entities";
            default -> "do “" + command + "”";
        };
    }

    /// @param what what only a WebSocket carries
    static ConnectorException needsSocket(String label, String what) {
        return ConnectorException.of(
                FaultCode.NOT_SUPPORTED,
                label + " tells " + what + " only over its live connection, and a proxy lets no WebSockets pass.",
                "Let the reverse proxy pass WebSockets on to Home Assistant.");
    }

    // --- what the house is

    HomeFacts facts() throws ConnectorException, InterruptedException {
        var user = askIfKnown("auth/current_user", Map.of(), USUAL).orElse(MissingNode.getInstance());
        var config = ask("get_config");
        return new HomeFacts(
                config.path("recovery_mode").asBoolean() ? "" : word(config, "location_name"),
                word(config, "version"),
                word(config, "state"),
                word(config, "time_zone"),
                config.path("recovery_mode").asBoolean(),
                user.path("is_admin").asBoolean(),
                word(user, "id"),
                word(user, "name"),
                text(config, "internal_url"),
                text(config, "external_url"),
                Answers.texts(config.path("components")));
    }

    /// Who answers; by plain requests nobody says which user it is.
    RemoteIdentity identity() throws ConnectorException, InterruptedException {
        var user = askIfKnown("auth/current_user", Map.of(), USUAL).orElse(MissingNode.getInstance());
        var config = ask("get_config");
        return HouseChecks.identity(
                word(config, "version"),
                config.path("recovery_mode").asBoolean() ? "" : word(config, "location_name"),
                text(user, "id"));
    }

    /// Without registries where only plain requests pass.
    HomeIndex index() throws ConnectorException, InterruptedException {
        if (line.byPlainRequests()) {
            return new HomeIndex(new Registries(List.of(), List.of(), List.of(), List.of(), List.of()));
        }
        var compact = askIfKnown("config/entity_registry/list_for_display", Map.of(), LISTS);
        if (compact.isEmpty()) {
            return wholeIndex();
        }
        return index(RegistryAnswers.compact(compact.get()));
    }

    HomeIndex wholeIndex() throws ConnectorException, InterruptedException {
        if (line.byPlainRequests()) {
            return index();
        }
        return index(RegistryAnswers.full(ask("config/entity_registry/list", Map.of(), LISTS)));
    }

    private HomeIndex index(List<Registries.Entry> entries) throws ConnectorException, InterruptedException {
        var floors = askIfGiven("config/floor_registry/list", Map.of()).orElse(MissingNode.getInstance());
        var labels = askIfGiven("config/label_registry/list", Map.of()).orElse(MissingNode.getInstance());
        return new HomeIndex(new Registries(
                RegistryAnswers.floors(floors),
                RegistryAnswers.areas(ask("config/area_registry/list", Map.of(), LISTS)),
                RegistryAnswers.labels(labels),
                RegistryAnswers.devices(ask("config/device_registry/list", Map.of(), LISTS)),
                entries));
    }

    Map<String, EntityState> states() throws ConnectorException, InterruptedException {
        return EntityStates.whole(ask("get_states", Map.of(), LISTS));
    }

    // --- services

    /// @param language of the texts; a house that does not know it tells them in English
    ServiceCatalogue services(String language) throws ConnectorException, InterruptedException {
        var services = ask("get_services", Map.of(), LISTS);
        var texts = askIfGiven("frontend/get_translations", Map.of("language", language, "category", "services"));
        return ServiceAnswers.read(services, texts.orElse(MissingNode.getInstance()));
    }

    CallResult call(ServiceCall call, Map<String, ?> target) throws ConnectorException, InterruptedException {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("domain", call.domain());
        parameters.put("service", call.service());
        if (!target.isEmpty()) {
            parameters.put("target", target);
        }
        if (!call.data().isEmpty()) {
            parameters.put("service_data", call.data());
        }
        if (call.response()) {
            parameters.put("return_response", true);
        }
        var changes = new LinkedBlockingQueue<JsonNode>(MOST_CHANGES);
        var listening = line.listen("subscribe_events", Map.of("event_type", "state_changed"), event -> {
            while (!changes.offer(event)) {
                changes.poll(); // a long call in a busy house: the newest matter
            }
        });
        var began = System.nanoTime();
        try {
            var result =
                    switch (line.call("call_service", parameters, SERVICE)) {
                        case Reply.Done(JsonNode done) -> done;
                        case Reply.Refused refused -> throw refusal(call.name(), refused);
                    };
            var took = Duration.ofNanos(System.nanoTime() - began);
            var context = result.at("/context/id").asText("");
            return new CallResult(
                    call,
                    context,
                    result.has("response") ? Answers.plain(result.path("response")) : null,
                    took,
                    changesBy(context, changes, began),
                    false);
        } catch (ConnectorException e) {
            if (e.code() == FaultCode.CONNECTION_CUT && call.endsConnection()) {
                return new CallResult(call, "", null, Duration.ofNanos(System.nanoTime() - began), List.of(), true);
            }
            throw e;
        } finally {
            listening.run();
        }
    }

    private static List<CallResult.StateChange> changesBy(
            String context, LinkedBlockingQueue<JsonNode> told, long began) throws InterruptedException {
        var changes = new ArrayList<CallResult.StateChange>();
        long deadline = System.nanoTime() + FIRST_CHANGE.toNanos();
        while (true) {
            long wait = changes.isEmpty() ? deadline - System.nanoTime() : NEXT_CHANGE.toNanos();
            var event = told.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (event == null) {
                return changes;
            }
            var after = event.at("/data/new_state");
            if (context.isEmpty() || !context.equals(after.at("/context/id").asText())) {
                if (System.nanoTime() > deadline) {
                    return changes;
                }
                continue;
            }
            changes.add(new CallResult.StateChange(
                    event.at("/data/entity_id").asText(),
                    after.at("/attributes/friendly_name")
                            .asText(event.at("/data/entity_id").asText()),
                    event.at("/data/old_state/state").asText(""),
                    after.path("state").asText(""),
                    Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    // --- the machine

    Hardware hardware(HomeFacts facts) throws ConnectorException, InterruptedException {
        var notes = new ArrayList<String>();
        boolean plain = line.byPlainRequests();
        var boards = askIfKnown("hardware/info", Map.of(), USUAL);
        if (plain) {
            notes.add(HouseNote.PLAIN.say());
        } else if (boards.isEmpty()) {
            notes.add(HouseNote.NO_BOARDS.say());
        }
        JsonNode hardware = MissingNode.getInstance();
        JsonNode host = MissingNode.getInstance();
        if (!facts.supervised()) {
            notes.add(HouseNote.NO_SUPERVISOR.say());
        } else if (!facts.administrator()) {
            if (!plain) {
                notes.add(HouseNote.HARDWARE_CLOSED.say());
            }
        } else {
            hardware = supervisor("/hardware/info", notes);
            host = supervisor("/host/info", notes);
        }
        return new Hardware(
                boards.map(SystemAnswers::boards).orElse(List.of()),
                SystemAnswers.devices(hardware),
                SystemAnswers.drives(hardware),
                SystemAnswers.facts(
                        host,
                        List.of(
                                "hostname",
                                "operating_system",
                                "kernel",
                                "chassis",
                                "virtualization",
                                "deployment",
                                "timezone")),
                SystemAnswers.disk(host),
                plain ? plainly(facts) : installation(),
                facts.supervised(),
                notes);
    }

    private static SequencedMap<String, String> plainly(HomeFacts facts) {
        var told = new LinkedHashMap<String, String>();
        told.put("version", "core-" + facts.version());
        told.put("hassio", Boolean.toString(facts.supervised()));
        told.put("timezone", facts.timeZone());
        return told;
    }

    private SequencedMap<String, String> installation() throws ConnectorException, InterruptedException {
        return systemHealth().stream()
                .filter(part -> part.domain().equals("homeassistant"))
                .findFirst()
                .map(part -> (SequencedMap<String, String>) new LinkedHashMap<>(part.facts()))
                .orElseGet(LinkedHashMap::new);
    }

    private JsonNode supervisor(String endpoint, List<String> notes) throws ConnectorException, InterruptedException {
        return switch (line.call(
                "supervisor/api", Map.of("endpoint", endpoint, "method", "get"), USUAL.plusSeconds(5))) {
            case Reply.Done(JsonNode result) -> result;
            case Reply.Refused refused -> {
                notes.add(HouseNote.SUPERVISOR_SILENT.say(endpoint, refused.message()));
                yield MissingNode.getInstance();
            }
        };
    }

    List<HealthPart> systemHealth() throws ConnectorException, InterruptedException {
        if (line.byPlainRequests()) {
            throw needsSocket(label, "its system health");
        }
        var parts = new SystemAnswers.HealthParts();
        var finished = new CompletableFuture<JsonNode>();
        var stop = line.listen("system_health/info", Map.of(), event -> {
            parts.told(event);
            if (event.path("type").asText().equals("finish")) {
                finished.complete(event);
            }
        });
        try {
            finished.get(HEALTH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            return parts.read(); // some parts take longer; what there is is shown
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            stop.run();
        }
        return parts.read();
    }

    Network network(HomeFacts facts) throws ConnectorException, InterruptedException {
        var notes = new ArrayList<String>();
        JsonNode host = MissingNode.getInstance();
        JsonNode core = MissingNode.getInstance();
        if (line.byPlainRequests()) {
            notes.add(HouseNote.PLAIN.say());
        } else if (facts.administrator()) {
            if (facts.supervised()) {
                host = supervisor("/network/info", notes);
            }
            var adapters = askIfKnown("network", Map.of(), USUAL);
            if (adapters.isEmpty()) {
                notes.add(HouseNote.NO_ADAPTERS.say());
            }
            core = adapters.orElse(core);
        } else {
            notes.add(HouseNote.ADAPTERS_CLOSED.say());
        }
        return new Network(
                host.path("interfaces").isArray() ? SystemAnswers.interfaces(host) : SystemAnswers.adapters(core),
                SystemAnswers.docker(host),
                SystemAnswers.said(host, "host_internet"),
                SystemAnswers.said(host, "supervisor_internet"),
                urls(facts),
                facts.supervised(),
                notes);
    }

    Urls urls(HomeFacts facts) throws ConnectorException, InterruptedException {
        return switch (line.call("network/url", Map.of(), USUAL)) {
            case Reply.Done(JsonNode result) ->
                new Urls(
                        text(result, "internal"),
                        text(result, "external"),
                        text(result, "cloud"),
                        address.get(),
                        "network/url",
                        List.of());
            case Reply.Refused refused ->
                new Urls(
                        facts.internalUrl(),
                        facts.externalUrl(),
                        Optional.empty(),
                        address.get(),
                        "get_config",
                        List.of(
                                refused.code().equals(PlainRequests.NEEDS_SOCKET)
                                        ? HouseNote.PLAIN.say()
                                        : refused.needsAdministrator()
                                                ? HouseNote.ADDRESS_CLOSED.say()
                                                : HouseNote.ONLY_SET_ADDRESSES.say()));
        };
    }

    List<LogLine> log() throws ConnectorException, InterruptedException {
        return SystemAnswers.log(ask("system_log/list"));
    }

    List<Integration> integrations() throws ConnectorException, InterruptedException {
        return SystemAnswers.integrations(ask("config_entries/get"));
    }

    // --- upkeep

    List<Repair> repairs(String language) throws ConnectorException, InterruptedException {
        var issues = ask("repairs/list_issues");
        var domains = UpkeepAnswers.domains(issues);
        var texts = domains.isEmpty()
                ? Optional.<JsonNode>empty()
                : askIfGiven(
                        "frontend/get_translations",
                        Map.of("language", language, "category", "issues", "integration", domains));
        return UpkeepAnswers.repairs(issues, texts.orElse(MissingNode.getInstance()));
    }

    List<Notification> notifications() throws ConnectorException, InterruptedException {
        return UpkeepAnswers.notifications(ask("persistent_notification/get"));
    }

    Backups backups() throws ConnectorException, InterruptedException {
        var told = askIfKnown("backup/info", Map.of(), LISTS);
        if (told.isEmpty()) {
            return new Backups(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "idle",
                    List.of(),
                    List.of(HouseNote.NO_BACKUPS.say()));
        }
        var backups = UpkeepAnswers.backups(told.get());
        var agents = askIfGiven("backup/agents/info", Map.of());
        return new Backups(
                backups.backups(),
                backups.lastDone(),
                backups.lastTried(),
                backups.next(),
                backups.state(),
                agents.map(UpkeepAnswers::agents).orElse(List.of()),
                backups.notes());
    }

    Optional<String> releaseNotes(String entityId) throws ConnectorException, InterruptedException {
        var notes = ask("update/release_notes", Map.of("entity_id", entityId), LISTS);
        return notes.isTextual() ? Optional.of(notes.asText()) : Optional.empty();
    }

    List<Run> runs(String domain, String itemId) throws ConnectorException, InterruptedException {
        return UpkeepAnswers.runs(ask("trace/list", Map.of("domain", domain, "item_id", itemId), LISTS));
    }

    void ignoreRepair(String domain, String issueId, boolean ignored) throws ConnectorException, InterruptedException {
        ask("repairs/ignore_issue", Map.of("domain", domain, "issue_id", issueId, "ignore", ignored), USUAL);
    }

    /// With the house's own settings where it has some; else everything to the local place.
    void backUp() throws ConnectorException, InterruptedException {
        var agents = askIfKnown("backup/agents/info", Map.of(), LISTS);
        if (agents.isEmpty()) {
            ask("backup/generate", Map.of(), SERVICE); // before 2025.1: answers when it is made
            return;
        }
        var config = askIfGiven("backup/config/info", Map.of());
        if (config.filter(it -> it.at("/config/automatic_backups_configured").asBoolean())
                .isPresent()) {
            ask("backup/generate_with_automatic_settings", Map.of(), LISTS);
            return;
        }
        var names = UpkeepAnswers.agents(agents.get());
        var local = names.stream().filter(name -> name.endsWith(".local")).findFirst();
        var agent = local.or(() -> names.stream().findFirst())
                .orElseThrow(() -> ConnectorException.of(
                        FaultCode.REFUSED,
                        label + " has no place for backups.",
                        "Set one up in the backup settings of Home Assistant."));
        ask("backup/generate", Map.of("agent_ids", List.of(agent), "name", "Made by Pilothouse"), LISTS);
    }

    void moveEntity(String entityId, Optional<String> areaId) throws ConnectorException, InterruptedException {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("entity_id", entityId);
        parameters.put("area_id", areaId.orElse(null));
        ask("config/entity_registry/update", parameters, USUAL);
    }
}
