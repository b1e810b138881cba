package io.pilothouse.demo.homeassistant;

import java.util.Map;
import java.util.Set;

/// The commands a socket takes: their parameters, who may send them, and since when they are there.
final class Commands {

    private Commands() {}

    private static final Set<String> OF_HISTORY = Set.of(
            "start_time",
            "end_time",
            "entity_ids",
            "include_start_time_state",
            "significant_changes_only",
            "minimal_response",
            "no_attributes");

    /// Parameters a command takes beside `id` and `type`; another one is refused.
    static final Map<String, Set<String>> COMMANDS = Map.ofEntries(
            Map.entry("supported_features", Set.of("features")),
            Map.entry("ping", Set.of()),
            Map.entry("auth/current_user", Set.of()),
            Map.entry("auth/refresh_tokens", Set.of()),
            Map.entry("get_config", Set.of()),
            Map.entry("get_states", Set.of()),
            Map.entry("get_services", Set.of()),
            Map.entry("subscribe_entities", Set.of("entity_ids", "include", "exclude")),
            Map.entry("subscribe_events", Set.of("event_type")),
            Map.entry("unsubscribe_events", Set.of("subscription")),
            Map.entry("call_service", Set.of("domain", "service", "service_data", "target", "return_response")),
            Map.entry("config/floor_registry/list", Set.of()),
            Map.entry("config/area_registry/list", Set.of()),
            Map.entry("config/label_registry/list", Set.of()),
            Map.entry("config/device_registry/list", Set.of()),
            Map.entry("config/entity_registry/list", Set.of()),
            Map.entry("config/entity_registry/list_for_display", Set.of()),
            Map.entry("repairs/list_issues", Set.of()),
            Map.entry("persistent_notification/get", Set.of()),
            Map.entry("persistent_notification/subscribe", Set.of()),
            Map.entry("hardware/info", Set.of()),
            Map.entry("hardware/subscribe_system_status", Set.of()),
            Map.entry("system_health/info", Set.of()),
            Map.entry("network", Set.of()),
            Map.entry("network/url", Set.of()),
            Map.entry("frontend/get_translations", Set.of("language", "category", "integration", "config_flow")),
            Map.entry("render_template", Set.of("template", "variables", "timeout", "report_errors", "strict")),
            Map.entry("history/history_during_period", OF_HISTORY),
            Map.entry(
                    "recorder/statistics_during_period",
                    Set.of("start_time", "end_time", "statistic_ids", "period", "types", "units")),
            Map.entry("recorder/list_statistic_ids", Set.of("statistic_type")),
            Map.entry("history/stream", OF_HISTORY),
            Map.entry("logbook/get_events", Set.of("start_time", "end_time", "entity_ids", "device_ids", "context_id")),
            Map.entry("logbook/event_stream", Set.of("start_time", "end_time", "entity_ids", "device_ids")),
            Map.entry("system_log/list", Set.of()),
            Map.entry("config_entries/get", Set.of("domain", "type_filter")),
            Map.entry("backup/info", Set.of()),
            Map.entry("backup/agents/info", Set.of()),
            Map.entry("backup/config/info", Set.of()),
            Map.entry("backup/generate", Set.of("agent_ids", "name", "password", "include_homeassistant")),
            Map.entry("backup/generate_with_automatic_settings", Set.of()),
            Map.entry("backup/delete", Set.of("backup_id")),
            Map.entry("backup/remove", Set.of("slug")),
            Map.entry("backup/restore", Set.of("backup_id", "agent_id", "password")),
            Map.entry("trace/list", Set.of("domain", "item_id")),
            Map.entry("update/release_notes", Set.of("entity_id")),
            Map.entry("repairs/ignore_issue", Set.of("domain", "issue_id", "ignore")),
            Map.entry(
                    "config/entity_registry/update",
                    Set.of("entity_id", "name", "icon", "area_id", "labels", "hidden_by", "disabled_by")),
            Map.entry("supervisor/api", Set.of("endpoint", "method", "data", "timeout", "params")));

    /// Commands for administrators only.
    static final Set<String> ADMIN = Set.of(
            "network",
            "system_log/list",
            "backup/info",
            "backup/agents/info",
            "backup/config/info",
            "backup/generate",
            "backup/generate_with_automatic_settings",
            "backup/delete",
            "backup/remove",
            "backup/restore",
            "trace/list",
            "update/release_notes",
            "config/entity_registry/update",
            "supervisor/api");

    /// From which version on a command is there: year times hundred and month.
    static final Map<String, Integer> SINCE = Map.ofEntries(
            Map.entry("subscribe_entities", 202204),
            Map.entry("logbook/event_stream", 202206),
            Map.entry("supported_features", 202209),
            Map.entry("hardware/info", 202209),
            Map.entry("hardware/subscribe_system_status", 202209),
            Map.entry("history/stream", 202302),
            Map.entry("config/entity_registry/list_for_display", 202303),
            Map.entry("persistent_notification/subscribe", 202306),
            Map.entry("config/floor_registry/list", 202403),
            Map.entry("config/label_registry/list", 202403),
            Map.entry("network/url", 202411),
            Map.entry("backup/delete", 202501),
            Map.entry("backup/restore", 202501),
            Map.entry("backup/agents/info", 202501),
            Map.entry("backup/config/info", 202501),
            Map.entry("backup/generate_with_automatic_settings", 202501));

    static final Set<String> OPEN_EVENTS = Set.of(
            "area_registry_updated",
            "category_registry_updated",
            "component_loaded",
            "core_config_updated",
            "device_registry_updated",
            "entity_registry_updated",
            "floor_registry_updated",
            "label_registry_updated",
            "lovelace_updated",
            "panels_updated",
            "repairs_issue_registry_updated",
            "service_registered",
            "service_removed",
            "shopping_list_updated",
            "state_changed",
            "themes_updated");
}
