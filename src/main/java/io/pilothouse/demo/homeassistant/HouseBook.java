package io.pilothouse.demo.homeassistant;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a simulated house keeps beside its states: integrations, log, backups, runs of automations, and
/// its past. Everything is worked out from the seed.
final class HouseBook {

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final String LOCAL = "backup.local";
    private static final int RUNS_KEPT = 5;

    private final Setting setting;
    private final Supplier<Release> release;
    private final long seed;
    private final List<KeptBackup> backups = new ArrayList<>();
    private final Map<String, List<Object>> runs = new HashMap<>();
    private final boolean neglected;
    /// What entities read when their past was first asked for.
    private final Map<String, Double> stood = new HashMap<>();

    private final long opened;
    private int numbered = 3;

    HouseBook(Setting setting, Supplier<Release> release) {
        this.setting = setting;
        this.release = release;
        var random = setting.random("book");
        seed = random.nextLong();
        opened = step(setting.start().plus(Duration.ofHours(2)));
        neglected = setting.spec().flag("neglected");
        for (int i = 0; i < 3; i++) {
            var at = setting.start().minus(Duration.ofDays(neglected ? 30 + i : i * 2L + 1));
            backups.add(new KeptBackup(
                    "backup" + (i + 1), "Automatic backup " + release.get().text(), at, true));
        }
        remember("automation", "night_light", setting.start().minus(Duration.ofHours(2)));
        remember("automation", "frost_guard", setting.start().minus(Duration.ofHours(3)));
    }

    private Object told(KeptBackup backup) {
        if (!release.get().atLeast(2025, 1)) {
            return Json.object(
                    "slug",
                    backup.id(),
                    "name",
                    backup.name(),
                    "date",
                    Entity.iso(backup.at()),
                    "path",
                    "/backup/" + backup.id() + ".tar",
                    "size",
                    Math.round(backup.size() / 1e4) / 100.0);
        }
        return Json.object(
                "backup_id",
                backup.id(),
                "date",
                Entity.iso(backup.at()),
                "name",
                backup.name(),
                "agents",
                Json.object(LOCAL, Json.object("size", backup.size(), "protected", backup.automatic())),
                "failed_agent_ids",
                List.of(),
                "failed_addons",
                List.of(),
                "failed_folders",
                List.of(),
                "with_automatic_settings",
                backup.automatic(),
                "extra_metadata",
                Map.of());
    }

    Map<String, @Nullable Object> backups() {
        if (!release.get().atLeast(2025, 1)) {
            return Json.object("backups", backups.stream().map(this::told).toList(), "backing_up", false);
        }
        return Json.object(
                "backups",
                backups.stream().map(this::told).toList(),
                "agent_errors",
                Map.of(),
                "last_attempted_automatic_backup",
                Entity.iso(setting.start().minus(Duration.ofDays(1))),
                "last_completed_automatic_backup",
                Entity.iso(setting.start().minus(Duration.ofDays(1))),
                "next_automatic_backup",
                neglected ? null : Entity.iso(setting.start().plus(Duration.ofDays(1))),
                "next_automatic_backup_additional",
                false,
                "last_action_event",
                null,
                "state",
                "idle");
    }

    Optional<KeptBackup> find(String backup) {
        return backups.stream().filter(one -> one.id().equals(backup)).findFirst();
    }

    void forget(String backup) {
        backups.removeIf(one -> one.id().equals(backup));
    }

    static Map<String, @Nullable Object> agents() {
        return Json.object("agents", List.of(Json.object("agent_id", LOCAL, "name", "local")));
    }

    Map<String, @Nullable Object> backupConfig() {
        return Json.object("config", Json.object("automatic_backups_configured", !neglected));
    }

    /// @param automatic by the settings of the automatic ones
    @Nullable
    Object backUp(boolean automatic, Instant now) {
        return backUp(
                (automatic ? "Automatic" : "Custom") + " backup "
                        + release.get().text(),
                automatic,
                now);
    }

    private Object backUp(String name, boolean automatic, Instant now) {
        var made = new KeptBackup("backup" + (++numbered), name, now, automatic);
        backups.addFirst(made);
        return release.get().atLeast(2025, 1) ? Json.object("backup_job_id", "job" + numbered) : told(made);
    }

    /// What the Supervisor keeps before it updates something.
    void backUpBefore(String what, Instant now) {
        backUp(what, false, now);
    }

    List<Object> integrations() {
        return List.of(
                integration("demo", "hue", "Hue bridge", "loaded", null),
                integration("zha", "zha", "Zigbee stick", "loaded", null),
                integration(
                        "shelly",
                        "shelly",
                        "Shelly plug",
                        neglected ? "setup_retry" : "loaded",
                        neglected ? "Timeout" : null));
    }

    private static Object integration(String id, String domain, String title, String state, @Nullable String reason) {
        return Json.object(
                "entry_id",
                id,
                "domain",
                domain,
                "title",
                title,
                "source",
                "user",
                "state",
                state,
                "supports_options",
                true,
                "supports_remove_device",
                false,
                "supports_unload",
                true,
                "pref_disable_new_entities",
                false,
                "pref_disable_polling",
                false,
                "disabled_by",
                null,
                "reason",
                reason);
    }

    List<Object> log() {
        var at = setting.start().minusSeconds(600);
        return List.of(
                line("homeassistant.components.hue", "ERROR", "The bridge does not answer", at, 3),
                line(
                        "homeassistant.components.recorder",
                        "WARNING",
                        "The database is large",
                        at.minusSeconds(4000),
                        1));
    }

    /// The same as the file of the log has it, oldest first.
    byte[] logText() {
        var text = new StringBuilder();
        Json.parse(Json.text(log()))
                .forEach(line -> text.insert(
                        0,
                        Entity.iso(Instant.ofEpochSecond(line.path("timestamp").asLong())) + " "
                                + line.path("level").asText() + " (MainThread) ["
                                + line.path("name").asText() + "] "
                                + line.path("message").path(0).asText() + "\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Object line(String name, String level, String message, Instant at, int count) {
        return Json.object(
                "name",
                name,
                "message",
                List.of(message),
                "level",
                level,
                "source",
                List.of(name.replace("homeassistant.", "").replace('.', '/') + ".py", 120),
                "exception",
                "",
                "count",
                count,
                "timestamp",
                Entity.seconds(at),
                "first_occurred",
                Entity.seconds(at.minusSeconds(3600)));
    }

    /// Three runs, five hours apart. The frost guard of a neglected house fails two of three times.
    private void remember(String domain, String itemId, Instant latest) {
        for (int i = 2; i >= 0; i--) {
            ran(
                    domain,
                    itemId,
                    "state of binary_sensor.hall_motion",
                    latest.minus(Duration.ofHours(i * 5L)),
                    i == 1 ? "" : trouble(itemId));
        }
    }

    private String trouble(String itemId) {
        return neglected && itemId.equals("frost_guard") ? "The boiler does not answer" : "";
    }

    /// An automation or script is run by a service, and nothing triggered it.
    void run(String domain, String itemId, Instant now) {
        ran(domain, itemId, null, now, trouble(itemId));
    }

    private void ran(String domain, String itemId, @Nullable String trigger, Instant start, String error) {
        var kept = runs.computeIfAbsent(domain + "." + itemId, _ -> new ArrayList<>());
        var run = Json.object(
                "run_id",
                itemId + "-" + start.toEpochMilli(),
                "domain",
                domain,
                "item_id",
                itemId,
                "state",
                "stopped",
                "script_execution",
                error.isEmpty() ? "finished" : "error",
                "last_step",
                "action/0",
                "trigger",
                trigger,
                "timestamp",
                Json.object("start", Entity.iso(start), "finish", Entity.iso(start.plusSeconds(1))));
        if (!error.isEmpty()) {
            run.put("error", error);
        }
        kept.add(run);
        if (kept.size() > RUNS_KEPT) {
            kept.removeFirst();
        }
    }

    /// Oldest first.
    List<Object> runs(String domain, String itemId) {
        return List.copyOf(runs.getOrDefault(domain + "." + itemId, List.of()));
    }

    // --- the past

    /// The reading of an entity at a moment of the past, the same whenever it is asked. It comes out about where the
    /// entity stood when the house was opened, so that its line goes on without a step.
    private double reading(Entity entity, long step) {
        var id = entity.id();
        number(entity.state()).ifPresent(now -> stood.putIfAbsent(id, now));
        double middle = stood.getOrDefault(id, 20.0 + Math.floorMod(id.hashCode(), 20));
        double swing =
                switch (String.valueOf(entity.attributes().get("device_class"))) {
                    case "temperature" -> 3;
                    case "humidity" -> 6;
                    case "battery" -> 1;
                    default -> middle / 4;
                };
        double day = Math.sin((step - opened) * Math.TAU / 288);
        double noise = new SplittableRandom(seed ^ id.hashCode() ^ step * 0x9E3779B97F4A7C15L).nextDouble() - 0.5;
        return Math.max(0, middle + swing * day + swing * noise / 3);
    }

    private static Optional<Double> number(String state) {
        try {
            return Optional.of(Double.parseDouble(state));
        } catch (NumberFormatException _) {
            return Optional.empty(); // it says nothing now
        }
    }

    private static long step(Instant at) {
        return at.getEpochSecond() / STEP.toSeconds();
    }

    /// Rows of `history_during_period`: one every five minutes, and the state of now.
    Map<String, @Nullable Object> history(List<Entity> of, Instant from, Instant to, Instant now) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        for (var entity : of) {
            var rows = new ArrayList<Object>();
            boolean number = entity.domain().equals("sensor") || entity.domain().equals("input_number");
            var last = to.isBefore(now) ? to : now;
            for (long step = step(from) + 1; step <= step(last); step++) {
                var at = Instant.ofEpochSecond(step * STEP.toSeconds());
                if (number) {
                    rows.add(Json.object(
                            "s", String.format(Locale.ROOT, "%.1f", reading(entity, step)), "lu", Entity.seconds(at)));
                } else if (step % 36 == 0) {
                    rows.add(Json.object("s", step / 36 % 2 == 0 ? "on" : "off", "lu", Entity.seconds(at)));
                }
            }
            if (!to.isBefore(now) && !entity.lastChanged().isBefore(from)) {
                rows.add(Json.object("s", entity.state(), "lu", Entity.seconds(entity.lastChanged())));
            }
            if (!rows.isEmpty()) {
                all.put(entity.id(), rows);
            }
        }
        return all;
    }

    Map<String, @Nullable Object> statistics(List<Entity> of, Instant from, Instant to, Duration row) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        for (var entity : of) {
            if (!"measurement".equals(entity.attributes().get("state_class"))) {
                continue;
            }
            var rows = new ArrayList<Object>();
            long steps = Math.max(1, row.toSeconds() / STEP.toSeconds());
            for (long first = step(from) / steps * steps; first < step(to); first += steps) {
                double least = Double.MAX_VALUE;
                double most = -Double.MAX_VALUE;
                double sum = 0;
                long looked = Math.min(steps, 12);
                for (long i = 0; i < looked; i++) {
                    double value = reading(entity, first + i * steps / looked);
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                    sum += value;
                }
                var start = Instant.ofEpochSecond(first * STEP.toSeconds());
                rows.add(Json.object(
                        "start",
                        time(start),
                        "end",
                        time(start.plus(row)),
                        "mean",
                        sum / looked,
                        "min",
                        least,
                        "max",
                        most));
            }
            all.put(entity.id(), rows);
        }
        return all;
    }

    private Object time(Instant at) {
        return release.get().atLeast(2023, 2) ? (Object) at.toEpochMilli() : Entity.iso(at);
    }

    List<Object> logbook(List<Entity> of, Instant from, Instant to) {
        var entries = new ArrayList<Object>();
        var shown = of.stream()
                .filter(entity -> List.of("light", "switch", "binary_sensor", "automation")
                        .contains(entity.domain()))
                .limit(12)
                .toList();
        for (long step = step(from) + 1; step <= step(to) && !shown.isEmpty(); step++) {
            if (step % 6 != 0) {
                continue;
            }
            var entity = shown.get(Math.floorMod(step / 6, shown.size()));
            entries.add(Json.object(
                    "when",
                    Entity.seconds(Instant.ofEpochSecond(step * STEP.toSeconds())),
                    "entity_id",
                    entity.id(),
                    "state",
                    step % 12 == 0 ? "on" : "off",
                    "context_domain",
                    entity.domain(),
                    "context_service",
                    step % 12 == 0 ? "turn_on" : "turn_off",
                    "context_event_type",
                    "call_service"));
        }
        return entries;
    }

    // --- the Supervisor

    /// @return the inner object of an endpoint; null for one that is not simulated
    @Nullable
    Object supervisor(String endpoint) {
        return switch (endpoint) {
            case "/host/info" ->
                Json.object(
                        "hostname", "homeassistant",
                        "operating_system", "Home Assistant OS 14.2",
                        "kernel", "6.6.73-haos",
                        "chassis", "embedded",
                        "deployment", "production",
                        "timezone", "Europe/Amsterdam",
                        "disk_total", 62.3,
                        "disk_used", 21.5,
                        "disk_free", 38.2,
                        "disk_life_time", 10);
            case "/addons" ->
                Json.object(
                        "addons",
                        List.of(
                                addOn("core_ssh", "Terminal & SSH", "9.17.0"),
                                addOn("core_mosquitto", "Mosquitto broker", "6.5.1")));
            case "/hardware/info" ->
                Json.object(
                        "devices",
                        List.of(Json.object(
                                "name", "ttyUSB0", "sysfs", "/sys/x", "dev_path", "/dev/ttyUSB0", "subsystem", "tty")),
                        "drives",
                        List.of(Json.object(
                                "vendor", "Demo",
                                "model", "SSD 64",
                                "serial", "D0001",
                                "size", 64_023_257_088L,
                                "connection_bus", "usb",
                                "removable", false)));
            case "/network/info" ->
                Json.object(
                        "interfaces",
                        List.of(Json.object(
                                "interface",
                                "end0",
                                "type",
                                "ethernet",
                                "enabled",
                                true,
                                "connected",
                                true,
                                "primary",
                                true,
                                "mac",
                                "00:00:5E:00:53:01",
                                "ipv4",
                                Json.object(
                                        "method",
                                        "auto",
                                        "address",
                                        List.of("192.0.2.20/24"),
                                        "nameservers",
                                        List.of("192.0.2.1"),
                                        "gateway",
                                        "192.0.2.1"),
                                "ipv6",
                                Json.object(
                                        "method",
                                        "auto",
                                        "address",
                                        List.of(),
                                        "nameservers",
                                        List.of(),
                                        "gateway",
                                        null),
                                "wifi",
                                null)),
                        "docker",
                        Json.object(
                                "interface", "hassio",
                                "address", "172.30.32.0/23",
                                "gateway", "172.30.32.1",
                                "dns", "172.30.32.3"),
                        "host_internet",
                        true,
                        "supervisor_internet",
                        true);
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> addOn(String slug, String name, String version) {
        return Json.object(
                "slug",
                slug,
                "name",
                name,
                "version",
                version,
                "version_latest",
                version,
                "update_available",
                false,
                "state",
                "started",
                "repository",
                "core",
                "icon",
                true);
    }
}
