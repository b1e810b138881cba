package io.pilothouse.connectors.homeassistant;

import static io.pilothouse.connectors.homeassistant.Answers.list;
import static io.pilothouse.connectors.homeassistant.Answers.number;
import static io.pilothouse.connectors.homeassistant.Answers.seconds;
import static io.pilothouse.connectors.homeassistant.Answers.text;
import static io.pilothouse.connectors.homeassistant.Answers.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.home.SystemReports.Adapter;
import io.pilothouse.domain.home.SystemReports.AddOn;
import io.pilothouse.domain.home.SystemReports.Board;
import io.pilothouse.domain.home.SystemReports.Disk;
import io.pilothouse.domain.home.SystemReports.DockerNetwork;
import io.pilothouse.domain.home.SystemReports.Dongle;
import io.pilothouse.domain.home.SystemReports.Drive;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.HostDevice;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What a house tells of its machine (contract sections 14 and 17).
final class SystemAnswers {

    /// The Supervisor gives disk sizes in GB.
    private static final double GIGABYTE = 1e9;

    private SystemAnswers() {}

    static List<Board> boards(JsonNode answer) {
        var boards = new ArrayList<Board>();
        answer.path("hardware").forEach(one -> {
            var board = one.path("board");
            var dongle = one.path("dongle");
            boards.add(new Board(
                    word(one, "name"),
                    word(board, "manufacturer"),
                    word(board, "model"),
                    dongle.isObject()
                            ? Optional.of(new Dongle(
                                    word(dongle, "vid"),
                                    word(dongle, "pid"),
                                    word(dongle, "serial_number"),
                                    word(dongle, "manufacturer"),
                                    word(dongle, "description")))
                            : Optional.empty(),
                    word(one, "url")));
        });
        return boards;
    }

    static List<HostDevice> devices(JsonNode answer) {
        var devices = new ArrayList<HostDevice>();
        answer.path("devices")
                .forEach(one ->
                        devices.add(new HostDevice(word(one, "name"), word(one, "dev_path"), word(one, "subsystem"))));
        return devices;
    }

    static List<Drive> drives(JsonNode answer) {
        var drives = new ArrayList<Drive>();
        answer.path("drives")
                .forEach(one -> drives.add(new Drive(
                        word(one, "vendor"),
                        word(one, "model"),
                        word(one, "serial"),
                        one.path("size").asLong(),
                        word(one, "connection_bus"),
                        one.path("removable").asBoolean())));
        return drives;
    }

    static Optional<Disk> disk(JsonNode host) {
        return host.path("disk_total").isNumber()
                ? Optional.of(new Disk(
                        bytes(host.path("disk_total")),
                        bytes(host.path("disk_used")),
                        bytes(host.path("disk_free")),
                        number(host.path("disk_life_time"))))
                : Optional.empty();
    }

    private static long bytes(JsonNode gigabytes) {
        return Math.round(gigabytes.asDouble() * GIGABYTE);
    }

    static SequencedMap<String, String> facts(JsonNode object, List<String> keys) {
        var facts = new LinkedHashMap<String, String>();
        keys.forEach(key -> text(object, key).ifPresent(value -> facts.put(key, value)));
        return facts;
    }

    /// The adapters that Core knows.
    static List<Adapter> adapters(JsonNode answer) {
        var adapters = new ArrayList<Adapter>();
        answer.path("adapters").forEach(one -> {
            var addresses = new ArrayList<String>();
            for (var family : List.of("ipv4", "ipv6")) {
                one.path(family).forEach(ip -> addresses.add(word(ip, "address") + "/" + word(ip, "network_prefix")));
            }
            adapters.add(new Adapter(
                    word(one, "name"),
                    "",
                    one.path("enabled").asBoolean(),
                    one.path("enabled").asBoolean(),
                    one.path("default").asBoolean(),
                    "",
                    addresses,
                    List.of(),
                    List.of()));
        });
        return adapters;
    }

    /// The host's interfaces as the Supervisor knows them.
    static List<Adapter> interfaces(JsonNode answer) {
        var adapters = new ArrayList<Adapter>();
        answer.path("interfaces").forEach(one -> {
            var addresses = new ArrayList<String>();
            var gateways = new ArrayList<String>();
            var nameServers = new ArrayList<String>();
            for (var family : List.of("ipv4", "ipv6")) {
                var ip = one.path(family);
                addresses.addAll(list(ip.path("address")));
                text(ip, "gateway").ifPresent(gateways::add);
                nameServers.addAll(list(ip.path("nameservers")));
            }
            adapters.add(new Adapter(
                    word(one, "interface"),
                    word(one, "type"),
                    one.path("enabled").asBoolean(),
                    one.path("connected").asBoolean(),
                    one.path("primary").asBoolean(),
                    word(one, "mac"),
                    addresses,
                    gateways,
                    nameServers));
        });
        return adapters;
    }

    static Optional<DockerNetwork> docker(JsonNode answer) {
        var docker = answer.path("docker");
        return docker.isObject()
                ? Optional.of(new DockerNetwork(
                        word(docker, "interface"),
                        word(docker, "address"),
                        word(docker, "gateway"),
                        word(docker, "dns")))
                : Optional.empty();
    }

    static Optional<Boolean> said(JsonNode object, String key) {
        return object.path(key).isBoolean() ? Optional.of(object.path(key).asBoolean()) : Optional.empty();
    }

    /// What the events of `system_health/info` told so far.
    static final class HealthParts {

        private final Map<String, SequencedMap<String, String>> parts = new LinkedHashMap<>();

        synchronized void told(JsonNode event) {
            if (event.path("type").asText().equals("initial")) {
                event.path("data").properties().forEach(domain -> {
                    var facts = new LinkedHashMap<String, String>();
                    domain.getValue().path("info").properties().stream()
                            .filter(fact -> !fact.getValue().isNull())
                            .forEach(fact -> facts.put(fact.getKey(), value(fact.getValue())));
                    parts.put(domain.getKey(), facts);
                });
            } else if (event.path("type").asText().equals("update")) {
                var value = event.path("success").asBoolean()
                        ? value(event.path("data"))
                        : "failed: "
                                + event.at("/error/error")
                                        .asText(event.at("/error/type").asText());
                parts.computeIfAbsent(event.path("domain").asText(), _ -> new LinkedHashMap<>())
                        .put(event.path("key").asText(), value);
            }
        }

        synchronized List<HealthPart> read() {
            return parts.entrySet().stream()
                    .map(part -> new HealthPart(part.getKey(), new LinkedHashMap<>(part.getValue())))
                    .toList();
        }

        private static String value(JsonNode node) {
            if (!node.isObject()) {
                return node.asText();
            }
            return switch (node.path("type").asText()) {
                case "pending" -> "not answered yet";
                case "failed" -> "failed: " + node.path("error").asText();
                default -> node.path("value").asText();
            };
        }
    }

    static List<LogLine> log(JsonNode list) {
        var lines = new ArrayList<LogLine>();
        list.forEach(one -> {
            var source = new ArrayList<String>();
            one.path("source").forEach(part -> source.add(part.asText()));
            var message = one.path("message");
            lines.add(new LogLine(
                    word(one, "name"),
                    word(one, "level").toLowerCase(java.util.Locale.ROOT),
                    message.isArray() ? String.join("\n", list(message)) : message.asText(),
                    String.join(":", source),
                    word(one, "exception"),
                    one.path("count").asInt(1),
                    seconds(one.path("timestamp")).orElse(Instant.EPOCH),
                    seconds(one.path("first_occurred")).orElse(Instant.EPOCH)));
        });
        return lines;
    }

    static List<AddOn> addOns(JsonNode list) {
        var addOns = new ArrayList<AddOn>();
        list.forEach(one ->
                addOns.add(new AddOn(word(one, "slug"), word(one, "name"), word(one, "version"), word(one, "state"))));
        return addOns;
    }

    static List<Integration> integrations(JsonNode list) {
        var integrations = new ArrayList<Integration>();
        list.forEach(one -> integrations.add(new Integration(
                word(one, "entry_id"),
                word(one, "domain"),
                word(one, "title"),
                word(one, "state"),
                word(one, "disabled_by"),
                word(one, "reason"))));
        return integrations;
    }
}
