package io.pilothouse.demo.homeassistant;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The paths below `/api/` that hold a name: the past, backups, mending, integrations. Sections 4, 15 and 17.
final class PlainPages {

    private static final String BACKUP = "/api/backup/download/";
    private static final String FIX = "/api/repairs/issues/fix";
    private static final String ENTRIES = "/api/config/config_entries/entry/";
    private static final String HISTORY = "/api/history/period/";
    private static final String LOGBOOK = "/api/logbook/";

    private final HomeAssistantSimulator home;

    PlainPages(HomeAssistantSimulator home) {
        this.home = home;
    }

    static boolean known(String path) {
        return forAdmins(path) || path.startsWith(HISTORY) || path.startsWith(LOGBOOK);
    }

    static boolean forAdmins(String path) {
        return path.startsWith(BACKUP) || path.startsWith(FIX) || path.startsWith(ENTRIES);
    }

    /// @return empty for other paths
    Optional<Reply> answer(Request request, String path) {
        if (path.startsWith(BACKUP)) {
            return Optional.of(backup(request, path.substring(BACKUP.length())));
        }
        if (path.startsWith(FIX)) {
            return Optional.of(fix(request, path.substring(FIX.length())));
        }
        if (path.startsWith(ENTRIES)) {
            return Optional.of(reload(path.substring(ENTRIES.length())));
        }
        if (path.startsWith(HISTORY)) {
            return Optional.of(historyByRest(request, path.substring(HISTORY.length())));
        }
        return path.startsWith(LOGBOOK)
                ? Optional.of(logbookByRest(request, path.substring(LOGBOOK.length())))
                : Optional.empty();
    }

    private Reply backup(Request request, String id) {
        if (home.release().atLeast(2025, 1) && request.parameter("agent_id").isEmpty()) {
            return Reply.of(400, "text/plain", new byte[0]);
        }
        return home.book()
                .find(id)
                .map(backup -> Reply.of(200, "application/x-tar", backup.file()))
                .orElse(Reply.of(404, "text/plain", new byte[0]));
    }

    /// One confirmation, then the issue is gone; what is about pairing asks for a code first, and what is
    /// about a channel for the way.
    private Reply fix(Request request, String rest) {
        var told = Json.parse(request.body());
        if (rest.isEmpty()) {
            var id = told.path("issue_id").asText();
            if (!home.hasIssue(id)) {
                return Reply.json(404, Json.object("message", "Invalid handler specified"));
            }
            return switch (id) {
                case "pair_again" -> pairing(Json.object());
                case "radio_channel" ->
                    Reply.json(Json.object(
                            "type",
                            "menu",
                            "flow_id",
                            id,
                            "step_id",
                            "init",
                            "menu_options",
                            List.of("change_channel", "keep_channel")));
                default ->
                    Reply.json(
                            Json.object("type", "form", "flow_id", id, "step_id", "confirm", "data_schema", List.of()));
            };
        }
        var id = rest.substring(1);
        if (id.equals("pair_again") && !told.path("code").asText().equals("1234")) {
            return pairing(Json.object("code", "wrong_code"));
        }
        if (id.equals("radio_channel") && told.path("next_step_id").asText().equals("keep_channel")) {
            return Reply.json(Json.object("type", "abort", "flow_id", id, "reason", "channel_kept"));
        }
        home.mended(id);
        return Reply.json(Json.object("type", "create_entry", "flow_id", id));
    }

    private static Reply pairing(Map<String, @Nullable Object> errors) {
        return Reply.json(Json.object(
                "type",
                "form",
                "flow_id",
                "pair_again",
                "step_id",
                "pair",
                "errors",
                errors,
                "data_schema",
                List.of(
                        Json.object(
                                "name",
                                "radio",
                                "type",
                                "select",
                                "options",
                                List.of(List.of("zigbee", "Zigbee"), List.of("thread", "Thread")),
                                "required",
                                true,
                                "default",
                                "zigbee"),
                        Json.object("name", "code", "selector", Json.object("text", null), "required", true))));
    }

    private Reply reload(String rest) {
        boolean known = rest.endsWith("/reload")
                && home.book().integrations().stream()
                        .anyMatch(one ->
                                one instanceof Map<?, ?> entry && rest.equals(entry.get("entry_id") + "/reload"));
        return known
                ? Reply.json(Json.object("require_restart", false))
                : Reply.json(404, Json.object("message", "Invalid entry specified"));
    }

    private Reply historyByRest(Request request, String start) {
        var named = request.parameter("filter_entity_id").orElse("");
        if (named.isEmpty()) {
            return Reply.json(400, Json.object("message", "filter_entity_id is missing"));
        }
        var span = span(request, start);
        if (span.isEmpty()) {
            return Reply.json(400, Json.object("message", "Invalid datetime"));
        }
        var of = java.util.Arrays.stream(named.split(","))
                .flatMap(id -> home.house().find(id).stream())
                .toList();
        var lists = new ArrayList<Object>();
        home.book().history(of, span.get().from(), span.get().to(), home.now()).forEach((id, rows) -> {
            var list = new ArrayList<Object>();
            for (var row : Json.parse(Json.text(rows))) {
                var told = new LinkedHashMap<String, @Nullable Object>();
                if (list.isEmpty()) {
                    told.put("entity_id", id);
                    told.put("attributes", Map.of());
                }
                told.put("state", row.path("s").asText());
                told.put("last_changed", Entity.iso(Instant.ofEpochMilli((long)
                        (row.path("lu").asDouble() * 1000))));
                list.add(told);
            }
            if (!list.isEmpty()) {
                lists.add(list);
            }
        });
        return Reply.json(lists);
    }

    private Reply logbookByRest(Request request, String start) {
        var span = span(request, start);
        if (span.isEmpty()) {
            return Reply.json(400, Json.object("message", "Invalid datetime"));
        }
        var of = request.parameter("entity").isEmpty()
                ? home.house().entities()
                : java.util.Arrays.stream(request.parameter("entity").get().split(","))
                        .flatMap(id -> home.house().find(id).stream())
                        .toList();
        var entries = new ArrayList<Object>();
        for (var entry : Json.parse(
                Json.text(home.book().logbook(of, span.get().from(), span.get().to())))) {
            var told = new LinkedHashMap<String, @Nullable Object>();
            entry.properties().forEach(field -> told.put(field.getKey(), field.getValue()));
            told.put("when", Entity.iso(Instant.ofEpochMilli((long)
                    (entry.path("when").asDouble() * 1000))));
            entries.add(told);
        }
        return Reply.json(entries);
    }

    private record Span(Instant from, Instant to) {}

    private static Optional<Span> span(Request request, String start) {
        try {
            var from = java.time.OffsetDateTime.parse(start).toInstant();
            var to = request.parameter("end_time")
                    .map(text -> java.time.OffsetDateTime.parse(text).toInstant())
                    .orElse(from.plusSeconds(86_400));
            return Optional.of(new Span(from, to));
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
