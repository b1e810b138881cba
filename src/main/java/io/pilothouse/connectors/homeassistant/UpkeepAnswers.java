package io.pilothouse.connectors.homeassistant;

import static io.pilothouse.connectors.homeassistant.Answers.text;
import static io.pilothouse.connectors.homeassistant.Answers.time;
import static io.pilothouse.connectors.homeassistant.Answers.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.home.HouseNote;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Repairs, notifications, backups and runs of automations (contract sections 15, 17 and 18).
final class UpkeepAnswers {

    private static final List<String> SEVERITIES = List.of("critical", "error", "warning");
    /// Servers before 2025.1 give sizes of backups in MB.
    private static final double MEGABYTE = 1e6;

    private UpkeepAnswers() {}

    /// @param translations texts of the issues; missing where the server has none
    static List<Repair> repairs(JsonNode answer, JsonNode translations) {
        var repairs = new ArrayList<Repair>();
        answer.path("issues").forEach(one -> {
            var domain = text(one, "issue_domain").orElse(word(one, "domain"));
            var key = text(one, "translation_key").orElse(word(one, "issue_id"));
            var prefix = "component." + domain + ".issues." + key;
            var texts = translations.path("resources");
            repairs.add(new Repair(
                    word(one, "domain"),
                    word(one, "issue_id"),
                    word(one, "severity"),
                    text(texts, prefix + ".title")
                            .map(words -> filled(words, one))
                            .orElse(key.replace('_', ' ')),
                    text(texts, prefix + ".description")
                            .map(words -> filled(words, one))
                            .orElseGet(() -> placeholders(one)),
                    one.path("is_fixable").asBoolean(),
                    one.path("ignored").asBoolean(),
                    time(one, "created"),
                    word(one, "breaks_in_ha_version"),
                    word(one, "learn_more_url")));
        });
        repairs.sort(Comparator.comparing(Repair::ignored)
                .thenComparingInt(repair -> rank(repair.severity()))
                .thenComparing(Repair::domain));
        return repairs;
    }

    private static int rank(String severity) {
        int at = SEVERITIES.indexOf(severity);
        return at < 0 ? SEVERITIES.size() : at;
    }

    private static String filled(String words, JsonNode issue) {
        var filled = words;
        for (var place : issue.path("translation_placeholders").properties()) {
            filled = filled.replace("{" + place.getKey() + "}", place.getValue().asText());
        }
        return filled;
    }

    private static String placeholders(JsonNode issue) {
        var parts = new ArrayList<String>();
        issue.path("translation_placeholders")
                .properties()
                .forEach(place ->
                        parts.add(place.getKey() + " " + place.getValue().asText()));
        return String.join(", ", parts);
    }

    /// From a list, or from the map of a subscription.
    static List<Notification> notifications(JsonNode answer) {
        var notifications = new ArrayList<Notification>();
        answer.forEach(one -> notifications.add(new Notification(
                word(one, "notification_id"), word(one, "title"), word(one, "message"), time(one, "created_at"))));
        return notifications;
    }

    static Backups backups(JsonNode answer) {
        boolean old = answer.has("backing_up");
        var backups = new ArrayList<Backup>();
        answer.path("backups").forEach(one -> backups.add(old ? oldBackup(one) : backup(one)));
        backups.sort(Comparator.comparing((Backup backup) -> backup.at().orElse(java.time.Instant.EPOCH))
                .reversed());
        var notes = new ArrayList<String>();
        answer.path("agent_errors")
                .properties()
                .forEach(error -> notes.add(HouseNote.PLACE_SILENT.say(
                        error.getKey(), error.getValue().asText())));
        return new Backups(
                backups,
                time(answer, "last_completed_automatic_backup"),
                time(answer, "last_attempted_automatic_backup"),
                time(answer, "next_automatic_backup"),
                old ? (answer.path("backing_up").asBoolean() ? "create_backup" : "idle") : word(answer, "state"),
                List.of(),
                notes);
    }

    private static Backup backup(JsonNode one) {
        var agents = one.path("agents");
        long size = 0;
        boolean encrypted = false;
        var places = new ArrayList<String>();
        for (var agent : agents.properties()) {
            size = Math.max(size, agent.getValue().path("size").asLong());
            encrypted |= agent.getValue().path("protected").asBoolean();
            places.add(agent.getKey());
        }
        boolean partly = !one.path("failed_agent_ids").isEmpty()
                || !one.path("failed_addons").isEmpty()
                || !one.path("failed_folders").isEmpty();
        return new Backup(
                word(one, "backup_id"),
                word(one, "name"),
                time(one, "date"),
                size,
                encrypted,
                one.path("with_automatic_settings").asBoolean(),
                places,
                partly);
    }

    private static Backup oldBackup(JsonNode one) {
        return new Backup(
                word(one, "slug"),
                word(one, "name"),
                time(one, "date"),
                Math.round(one.path("size").asDouble() * MEGABYTE),
                false,
                false,
                List.of("local"),
                false);
    }

    static List<String> agents(JsonNode answer) {
        var agents = new ArrayList<String>();
        answer.path("agents").forEach(one -> agents.add(word(one, "agent_id")));
        return agents;
    }

    /// Newest first.
    static List<Run> runs(JsonNode list) {
        var runs = new ArrayList<Run>();
        list.forEach(one -> runs.add(new Run(
                word(one, "run_id"),
                word(one, "item_id"),
                time(one.path("timestamp"), "start"),
                time(one.path("timestamp"), "finish"),
                text(one, "script_execution").orElse(word(one, "state")),
                word(one, "trigger"),
                word(one, "last_step"),
                word(one, "error"))));
        return runs.reversed();
    }

    static List<String> domains(JsonNode issues) {
        var domains = new ArrayList<String>();
        issues.path("issues")
                .forEach(one -> domains.add(text(one, "issue_domain").orElse(word(one, "domain"))));
        return domains.stream().distinct().toList();
    }
}
