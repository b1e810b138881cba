package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.ForeignDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A Huntarr installation: its database (8.0 and later), or its folder of JSON files (5.3 to 7.x), or
/// its one file (5.2 and earlier). Imported instances and rules are switched off until a person looks.
final class HuntarrSource {

    private static final List<String> APPS = List.of("sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros");
    private static final Set<String> PLACEHOLDERS = Set.of(
            "http://localhost:8989",
            "http://localhost:7878",
            "http://localhost:8686",
            "http://localhost:8787",
            "http://localhost:6969");

    /// Tables with other people's credentials or other features: counted, never read.
    private static final List<String> NEVER_READ = List.of(
            "users",
            "recovery_key_rate_limit",
            "sponsors",
            "requestarr_requests",
            "requestarr_users",
            "chat_messages",
            "movie_hunt_instances",
            "tv_hunt_instances",
            "user_notification_connections");
    private static final List<String> COUNTED =
            List.of("media_stats_per_instance", "media_stats", "swaparr_state", "swaparr_stats");

    static final String BROKEN = "They are broken and cannot be read.";

    private static final int MOST_INSTANCES = 1_000;

    private static final String GENERAL = "general";
    private static final String CERTIFICATES = "ssl_verify";
    private static final Map<String, String> NEVER_OBEYED = Map.of(
            "monitored_only", "Huntarr showed this setting but ignored it.",
            "skip_future_episodes", "Huntarr showed this setting but ignored it.");
    private static final Set<String> DROPPED = Set.of("command_wait_delay", "command_wait_attempts");
    /// Said by the notices of the rules.
    private static final Set<String> NOTICED = Set.of(
            "hunt_missing_mode",
            "upgrade_mode",
            "upgrade_selection_method",
            "upgrade_tag",
            "tag_processed_items",
            "tag_enable_missing",
            "tag_enable_upgrade",
            "custom_tags",
            "state_management_mode",
            "max_seed_queue_size");
    private static final Set<String> UNDERSTOOD = Set.of(
            "instance_id",
            "name",
            "api_url",
            "address",
            "api_key",
            "enabled",
            "sleep_duration",
            "hourly_cap",
            "state_management_hours",
            "air_date_delay_days",
            "release_date_delay_days",
            "exempt_tags",
            "api_timeout",
            "max_download_queue_size",
            "instances",
            "external_url",
            "swaparr_enabled");

    private final Findings found = new Findings(ImportSource.HUNTARR);
    private final HuntarrMemory memory;
    private ObjectNode general = JsonNodeFactory.instance.objectNode();
    private JsonNode swaparr = MissingNode.getInstance();

    private HuntarrSource(Instant now) {
        memory = new HuntarrMemory(found, now);
    }

    static boolean isDatabase(ForeignDatabase database) {
        return database.hasTable("app_configs");
    }

    static Findings read(Path file, ForeignDatabase database, Instant now) throws ProblemException {
        var source = new HuntarrSource(now);
        source.found.form = database.hasTable("sleep_data_per_instance") ? "9.1 to 9.4" : "8.0 to 9.0";
        try {
            if (database.hasTable("general_settings")) {
                for (var row : database.rows("general_settings", List.of("setting_key", "setting_value"), 1_000)) {
                    source.generalRow(row.getOrDefault("setting_key", ""), row.getOrDefault("setting_value", ""));
                }
            }
            var apps = database.rows("app_configs", List.of("app_type", "config_data"), 100);
            for (var row : apps) {
                source.commonRow(file, row.getOrDefault("app_type", ""), row.getOrDefault("config_data", ""));
            }
            for (var row : apps) {
                source.appRow(file, row.getOrDefault("app_type", ""), row.getOrDefault("config_data", ""));
            }
            source.memory.read(database);
            HuntarrSurroundings.read(database, source.found);
        } catch (IOException e) {
            throw HostileFiles.refuse(file, String.valueOf(e.getMessage()));
        }
        for (var table : COUNTED) {
            long count = database.count(table);
            if (count > 0) {
                source.found.lines.add(
                        ReportLine.leftOut(table, count + " rows", "Huntarr's counters are not taken over."));
            }
        }
        for (var table : NEVER_READ) {
            long count = database.count(table);
            if (count > 0) {
                source.found.lines.add(
                        ReportLine.leftOut(table, count + " rows", "Not read: it is not about your services."));
            }
        }
        return source.ended();
    }

    /// @param folder with `sonarr.json` and so on, or with `huntarr.json`
    static Findings read(Path folder, Instant now) throws ProblemException {
        var source = new HuntarrSource(now);
        var single = HostileFiles.in(folder, "huntarr.json");
        if (single.isPresent()) {
            source.found.form = "5.2 or earlier";
            source.oneFile(single.get());
            return source.ended();
        }
        source.found.form = "5.3 to 7.x";
        var broken = new ArrayList<ProblemException>();
        boolean any = false;
        for (var common : List.of(GENERAL, HuntarrCare.APP)) {
            var file = inFolder(folder, common);
            if (file.isPresent()) {
                try {
                    source.commonRow(file.get(), common, HostileFiles.text(file.get()));
                } catch (ProblemException e) {
                    source.found.lines.add(ReportLine.leftOut(common, "settings", BROKEN));
                }
            }
        }
        for (var app : APPS) {
            var file = inFolder(folder, app);
            if (file.isPresent()) {
                try {
                    source.app(app, HostileFiles.json(file.get(), HostileFiles.text(file.get())));
                    any = true;
                } catch (ProblemException e) { // the others may be whole
                    broken.add(e);
                    source.found.lines.add(ReportLine.leftOut(app, "settings", BROKEN));
                }
            }
        }
        if (!any && !broken.isEmpty()) {
            throw broken.getFirst();
        }
        if (!any) {
            throw HostileFiles.refuse(folder, "there is no huntarr.db, huntarr.json or sonarr.json in it");
        }
        source.memory.read(folder);
        HuntarrSurroundings.read(folder, source.found);
        return source.ended();
    }

    private static Optional<Path> inFolder(Path folder, String app) {
        return HostileFiles.in(folder, app + ".json").or(() -> HostileFiles.in(folder, "settings/" + app + ".json"));
    }

    /// @throws ProblemException with `bad-file` where nothing in it is Huntarr's
    static Findings readSingle(Path file, JsonNode root, Instant now) throws ProblemException {
        var source = new HuntarrSource(now);
        var name = file.getFileName().toString().replaceFirst("\\.json$", "");
        if (APPS.contains(name)) {
            source.found.form = "5.3 to 7.x";
            source.app(name, root);
        } else {
            source.found.form = "5.2 or earlier";
            source.oneFile(root);
            boolean empty = source.found.instances.isEmpty() && source.found.lines.isEmpty();
            if (empty && APPS.stream().noneMatch(root::has)) {
                throw HostileFiles.refuse(file, "it is of no program that Pilothouse knows");
            }
        }
        return source.ended();
    }

    private Findings ended() {
        memory.end();
        certificates();
        HuntarrSurroundings.report(general, found);
        if (!found.instances.isEmpty()) {
            found.advice.add("Make a new API key in every imported service: Huntarr could leak the old ones.");
            found.advice.add("Stop the old Huntarr before you switch the imported rules on.");
            found.advice.add("Look the imported instances over, then switch them on with “instance enable”.");
        }
        return found;
    }

    /// Section A.5: that no certificate is looked at is never taken over.
    private void certificates() {
        if (general.path(CERTIFICATES).asBoolean(true)) {
            return;
        }
        var secure = found.instances.stream()
                .map(FoundInstance::configuration)
                .filter(it -> it.connection().address().secure())
                .map(Configuration::name)
                .toList();
        found.lines.add(ReportLine.leftOut(
                GENERAL,
                CERTIFICATES,
                secure.isEmpty()
                        ? "Certificates are always looked at here; no instance uses https."
                        : "Certificates are always looked at here: trust those of " + String.join(", ", secure)
                                + " one by one."));
    }

    /// Numbers stand as text in the table of general settings.
    private void generalRow(String key, String value) {
        if (key.equals(CERTIFICATES) || key.equals("proxy_enabled")) {
            general.put(
                    key, value.strip().equalsIgnoreCase("true") || value.strip().equals("1"));
        } else if (key.startsWith("proxy_") || key.equals("apprise_urls")) {
            general.put(key, value.strip());
        } else if (value.strip().matches("-?\\d{1,9}")) {
            general.put(key, Integer.parseInt(value.strip()));
        }
    }

    /// What counts for all apps is read first.
    private void commonRow(Path file, String app, String json) {
        if (!app.equals(GENERAL) && !app.equals(HuntarrCare.APP)) {
            return;
        }
        try {
            var settings = HostileFiles.json(file, json);
            if (app.equals(HuntarrCare.APP)) {
                swaparr = settings;
                HuntarrCare.report(settings, found);
            } else if (settings instanceof ObjectNode object) {
                general.setAll(object);
            }
        } catch (ProblemException e) {
            found.lines.add(ReportLine.leftOut(app, "settings", BROKEN));
        }
    }

    /// One app's row may be broken while the others are whole.
    private void appRow(Path file, String app, String json) {
        if (!APPS.contains(app)) {
            if (!app.isEmpty() && !app.equals(GENERAL) && !app.equals(HuntarrCare.APP)) {
                found.lines.add(ReportLine.leftOut(
                        HostileFiles.plain(app, 40),
                        "settings",
                        "Pilothouse does not take this part of Huntarr over."));
            }
            return;
        }
        try {
            app(app, HostileFiles.json(file, json));
        } catch (ProblemException e) {
            found.lines.add(ReportLine.leftOut(app, "settings", BROKEN));
        }
    }

    private void oneFile(Path file) throws ProblemException {
        oneFile(HostileFiles.json(file, HostileFiles.text(file)));
    }

    private void oneFile(JsonNode root) {
        var connections = root.path("connections");
        for (var app : APPS) {
            var section = connections.has(app) ? connections.path(app) : root.path(app);
            if (section.isObject()) {
                var flat = ((ObjectNode) section).deepCopy();
                var rules = connections.has(app) ? root : section;
                for (var part : List.of("huntarr", "advanced")) {
                    if (rules.path(part) instanceof ObjectNode object) {
                        object.properties().forEach(entry -> flat.set(entry.getKey(), entry.getValue()));
                    }
                }
                flat.remove(List.of("huntarr", "advanced"));
                app(app, flat);
            }
        }
    }

    private void app(String app, JsonNode settings) {
        var list = settings.path("instances");
        if (!list.isArray()) {
            instance(app, settings, settings, 0);
            return;
        }
        for (int i = 0; i < Math.min(list.size(), MOST_INSTANCES); i++) {
            if (list.get(i).isObject()) {
                instance(app, list.get(i), settings, i);
            } else {
                found.lines.add(ReportLine.leftOut(app, "instance " + (i + 1), BROKEN));
            }
        }
        if (list.size() > MOST_INSTANCES) {
            found.lines.add(ReportLine.leftOut(
                    app,
                    "instances",
                    "Only the first " + MOST_INSTANCES + " of " + list.size() + " are read; split the file."));
        }
    }

    private void instance(String app, JsonNode own, JsonNode shared, int index) {
        var name = HostileFiles.plain(own.path("name").asText("Default"), 100);
        var label = name.isEmpty() ? app : name;
        var where = own.hasNonNull("api_url") ? own.path("api_url") : own.path("address");
        var url = where.asText("").strip();
        var key = own.path("api_key").asText("").strip();
        var section = app + "/" + label;
        if (key.isEmpty() && (url.isEmpty() || PLACEHOLDERS.contains(url.replaceAll("/+$", "")))) {
            found.lines.add(ReportLine.leftOut(section, "instance", "It was never filled in."));
            return;
        }
        var address = where.isTextual() ? Addresses.of(url) : Optional.<Address>empty();
        if (address.isEmpty()) {
            found.lines.add(ReportLine.leftOut(section, "api_url", ReportLine.BAD_ADDRESS));
            return;
        }
        var configuration =
                Configuration.of(new KindId(app), label, address.get()).withEnabled(false);
        int timeout = HuntarrRules.number(own, shared, "api_timeout").orElse(10);
        configuration = configuration.withConnection(
                configuration.connection().withTimeout(Duration.ofSeconds(Math.clamp(timeout, 5, 300))));
        var id = own.path("instance_id").asText("");
        var legacy = id.isEmpty() ? "huntarr:" + label : "huntarr:" + HostileFiles.plain(id, 60);
        var rules = new HuntarrRules(app, own, shared, general).all();
        if (own.path("swaparr_enabled").asBoolean(!own.has("swaparr_enabled"))) {
            HuntarrCare.rule(swaparr).ifPresent(care -> rules.put(HuntarrCare.NAME, care));
        }
        found.instances.add(FoundInstance.of(configuration, secret(key), legacy).with(wanted(app, id), rules));
        memory.knows(app, id, label, HuntarrRules.rest(own, shared));
        report(section, own, shared, index == 0);
        HuntarrRules.notices(app, section, own, shared).forEach(found.lines::add);
    }

    private static Secrets secret(String key) {
        return key.isEmpty() ? Secrets.NONE : Secrets.of("apiKey", key);
    }

    private static Optional<InstanceId> wanted(String app, String id) {
        try {
            var wanted = new InstanceId(id);
            return wanted.kind().value().equals(app) ? Optional.of(wanted) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void report(String section, JsonNode own, JsonNode shared, boolean first) {
        Set<String> keys = new LinkedHashSet<>();
        own.fieldNames().forEachRemaining(keys::add);
        if (first) {
            shared.fieldNames().forEachRemaining(keys::add);
        }
        for (var key : keys.stream().limit(200).toList()) {
            if (NOTICED.contains(key)) {
                continue;
            }
            if (NEVER_OBEYED.containsKey(key)) {
                found.lines.add(ReportLine.changed(section, key, NEVER_OBEYED.get(key)));
            } else if (DROPPED.contains(key)) {
                found.lines.add(ReportLine.leftOut(section, key, "Pilothouse does not need it."));
            } else if (key.equals("seed_check_torrent_client")) {
                found.lines.add(ReportLine.leftOut(
                        section, key, "Add the qBittorrent as an instance of its own and link it to this one."));
            } else if (key.equals("api_key")) {
                found.lines.add(ReportLine.taken(
                        section, key, own.path(key).asText("").isEmpty() ? "It is empty." : "It is set."));
            } else if (key.equals("enabled")) {
                found.lines.add(ReportLine.changed(section, key, "It comes switched off until you look it over."));
            } else if (key.equals("hourly_cap")) {
                found.lines.add(
                        ReportLine.changed(section, key, "It counts searches now, where Huntarr counted episodes."));
            } else if (UNDERSTOOD.contains(key)
                    || HuntarrRules.isBatch(key, own.has(key) ? own.path(key) : shared.path(key))) {
                found.lines.add(ReportLine.taken(section, key, "It is taken over."));
            } else {
                found.lines.add(ReportLine.leftOut(
                        section, HostileFiles.plain(key, 60), "Pilothouse has no such setting for a rule."));
            }
        }
    }
}
