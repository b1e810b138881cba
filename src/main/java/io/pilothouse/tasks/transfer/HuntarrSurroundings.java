package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.store.ForeignDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What Huntarr kept for all its instances together: times of day, a proxy, addresses for messages. Here each
/// instance and rule has its own, so nothing of it is given to all; the report says of each what it was, and
/// where a person makes it again.
final class HuntarrSurroundings {

    static final String SCHEDULES = "schedules";
    static final String MESSAGES = "notification_connections";

    private static final int MOST = 200;
    private static final Pattern BUDGET = Pattern.compile("api-(\\d{1,5})");

    private HuntarrSurroundings() {}

    /// Of versions that keep them in the database.
    static void read(ForeignDatabase database, Findings found) throws IOException {
        var columns = List.of("app_type", "action", "time_hour", "time_minute", "days", "app_instance", "enabled");
        for (var row : database.rows(SCHEDULES, columns, MOST)) {
            found.lines.add(schedule(
                    row.getOrDefault("app_type", ""),
                    row.getOrDefault("app_instance", ""),
                    row.getOrDefault("action", ""),
                    time(row.getOrDefault("time_hour", ""), row.getOrDefault("time_minute", "")),
                    row.getOrDefault("days", "").replaceAll("[\\[\\]\"]", ""),
                    on(row)));
        }
        more(SCHEDULES, database.count(SCHEDULES), found);
        for (var row : database.rows(MESSAGES, List.of("name", "provider"), MOST)) {
            var name = row.getOrDefault("name", "") + " (" + row.getOrDefault("provider", "") + ")";
            found.lines.add(ReportLine.leftOut(
                    MESSAGES,
                    HostileFiles.plain(name, 60),
                    "Its address holds a secret and was not read: add it under Settings, Alerts."));
        }
        more(MESSAGES, database.count(MESSAGES), found);
    }

    /// Of versions that keep them in files.
    static void read(Path folder, Findings found) throws ProblemException {
        var file = HostileFiles.in(folder, "scheduler/schedule.json");
        if (file.isEmpty()) {
            return;
        }
        JsonNode root;
        try {
            root = HostileFiles.json(file.get(), HostileFiles.text(file.get()));
        } catch (ProblemException e) {
            found.lines.add(ReportLine.leftOut(SCHEDULES, "schedule.json", HuntarrSource.BROKEN));
            return;
        }
        long count = 0;
        for (var app : root.properties()) {
            for (var entry : app.getValue()) {
                if (count++ < MOST) {
                    found.lines.add(schedule(app.getKey(), entry));
                }
            }
        }
        more(SCHEDULES, count, found);
    }

    private static ReportLine schedule(String app, JsonNode entry) {
        var at = entry.path("time");
        List<String> days = new ArrayList<>();
        entry.path("days").forEach(day -> days.add(day.asText("")));
        return schedule(
                app,
                entry.path("app").asText(""),
                entry.path("action").asText(""),
                at.isTextual()
                        ? at.asText()
                        : time(at.path("hour").asText(""), at.path("minute").asText("")),
                String.join(", ", days),
                entry.path("enabled").asBoolean(true));
    }

    private static ReportLine schedule(String app, String of, String action, String time, String days, boolean on) {
        var key = HostileFiles.plain(action + " at " + time + (of.isEmpty() ? "" : " of " + of), 80);
        var when = HostileFiles.plain(days.isBlank() ? "every day" : days, 120);
        var budget = BUDGET.matcher(action);
        var section = HostileFiles.plain(SCHEDULES + "/" + app, 60);
        if (budget.matches()) {
            return ReportLine.leftOut(
                    section,
                    key,
                    "It ran on " + when + off(on) + ": give the rules it is for the budget perHour " + budget.group(1)
                            + ".");
        }
        return switch (action) {
            case "pause", "disable", "resume", "enable" ->
                ReportLine.leftOut(
                        section,
                        key,
                        "It ran on " + when + off(on) + ": give the rules it is for their hours and days.");
            default -> ReportLine.unknown(section, key);
        };
    }

    private static String off(boolean on) {
        return on ? "" : " and was switched off";
    }

    private static boolean on(Map<String, String> row) {
        return !List.of("0", "false").contains(row.getOrDefault("enabled", "1").toLowerCase(java.util.Locale.ROOT));
    }

    private static String time(String hour, String minute) {
        return hour.isEmpty() ? "no time" : two(hour) + ":" + two(minute);
    }

    private static String two(String number) {
        return number.length() > 1 ? number : "0" + (number.isEmpty() ? "0" : number);
    }

    private static void more(String table, long count, Findings found) {
        if (count > MOST) {
            found.lines.add(ReportLine.leftOut(table, count - MOST + " more", "There are too many to name them all."));
        }
    }

    /// @param general what counts for all apps
    static void report(JsonNode general, Findings found) {
        var host = HostileFiles.plain(general.path("proxy_hostname").asText(""), 100);
        if (general.path("proxy_enabled").asBoolean(false) && !host.isEmpty()) {
            var type = HostileFiles.plain(general.path("proxy_type").asText("http"), 20);
            var proxy =
                    host + ":" + HostileFiles.plain(general.path("proxy_port").asText("8080"), 10);
            boolean plain = type.startsWith("http")
                    && general.path("proxy_username").asText("").isEmpty();
            found.lines.add(ReportLine.leftOut(
                    "general",
                    "proxy_hostname",
                    plain
                            ? "All requests went through " + proxy + ": give it to the instances that need it, with"
                                    + " “instance edit --proxy " + proxy + "”."
                            : "All requests went through " + proxy + " (" + type + "). Pilothouse uses only HTTP"
                                    + " proxies that want no sign-in."));
        }
        var apprise = general.path("apprise_urls");
        if (apprise.isArray() ? !apprise.isEmpty() : !apprise.asText("").matches("\\s*(\\[\\s*])?\\s*")) {
            found.lines.add(ReportLine.leftOut(
                    "general",
                    "apprise_urls",
                    "Such addresses hold secrets and were not taken: add them under Settings, Alerts."));
        }
    }
}
