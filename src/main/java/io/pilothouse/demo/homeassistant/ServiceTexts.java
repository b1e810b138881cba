package io.pilothouse.demo.homeassistant;

import io.pilothouse.demo.service.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The services of a simulated house with the selectors of their fields, and their texts: in the
/// descriptions up to 2025.10, apart from 2025.11 on.
final class ServiceTexts {

    private final Release release;
    private final Map<String, @Nullable Object> texts = new LinkedHashMap<>();

    ServiceTexts(Release release) {
        this.release = release;
    }

    /// @return domain to service to description
    Map<String, @Nullable Object> services() {
        var all = new LinkedHashMap<String, @Nullable Object>();
        var plain = anyTarget();
        all.put(
                "homeassistant",
                Json.object(
                        "restart", service("homeassistant", "restart", "Restart", null, Json.object()),
                        "stop", service("homeassistant", "stop", "Stop", null, Json.object()),
                        "check_config",
                                service("homeassistant", "check_config", "Check configuration", null, Json.object()),
                        "turn_on", service("homeassistant", "turn_on", "Generic turn on", plain, Json.object()),
                        "turn_off", service("homeassistant", "turn_off", "Generic turn off", plain, Json.object()),
                        "toggle", service("homeassistant", "toggle", "Generic toggle", plain, Json.object())));
        all.put("light", lights());
        all.put(
                "switch",
                Json.object(
                        "turn_on", service("switch", "turn_on", "Turn on", target("switch"), Json.object()),
                        "turn_off", service("switch", "turn_off", "Turn off", target("switch"), Json.object()),
                        "toggle", service("switch", "toggle", "Toggle", target("switch"), Json.object())));
        all.put("climate", climate());
        all.put(
                "input_number",
                Json.object(
                        "set_value",
                        service(
                                "input_number",
                                "set_value",
                                "Set",
                                target("input_number"),
                                Json.object(
                                        "value",
                                        field(
                                                "Value",
                                                true,
                                                "number",
                                                Json.object(
                                                        "min", 0, "max", 9223372, "step", 0.001, "mode", "box"))))));
        var forecasts = service(
                "weather",
                "get_forecasts",
                "Get forecasts",
                target("weather"),
                Json.object(
                        "type",
                        field(
                                "Forecast type",
                                true,
                                "select",
                                Json.object("options", List.of("daily", "hourly", "twice_daily")))));
        if (release.atLeast(2023, 7)) {
            forecasts.put("response", Json.object("optional", false));
        }
        all.put("weather", Json.object("get_forecasts", forecasts));
        all.put(
                "automation",
                Json.object(
                        "trigger",
                        service(
                                "automation",
                                "trigger",
                                "Trigger",
                                target("automation"),
                                Json.object(
                                        "skip_condition", field("Skip conditions", false, "boolean", Json.object()))),
                        "turn_on",
                        service("automation", "turn_on", "Turn on", target("automation"), Json.object()),
                        "turn_off",
                        service(
                                "automation",
                                "turn_off",
                                "Turn off",
                                target("automation"),
                                Json.object("stop_actions", field("Stop actions", false, "boolean", Json.object()))),
                        "reload",
                        service("automation", "reload", "Reload", null, Json.object())));
        all.put(
                "script",
                Json.object(
                        "goodnight", service("script", "goodnight", "Good night", null, Json.object()),
                        "turn_on", service("script", "turn_on", "Turn on", target("script"), Json.object()),
                        "reload", service("script", "reload", "Reload", null, Json.object())));
        all.put(
                "scene",
                Json.object("turn_on", service("scene", "turn_on", "Activate", target("scene"), Json.object())));
        all.put(
                "update",
                Json.object(
                        "install",
                        service(
                                "update",
                                "install",
                                "Install update",
                                target("update"),
                                Json.object(
                                        "version", field("Version", false, "text", Json.object()),
                                        "backup", field("Backup", false, "boolean", Json.object()))),
                        "skip",
                        service("update", "skip", "Skip update", target("update"), Json.object()),
                        "clear_skipped",
                        service("update", "clear_skipped", "Clear skipped update", target("update"), Json.object())));
        all.put("notify", Json.object("persistent_notification", everySelector()));
        all.put(
                "persistent_notification",
                Json.object(
                        "create",
                        service(
                                "persistent_notification",
                                "create",
                                "Create",
                                null,
                                Json.object(
                                        "message", field("Message", true, "text", Json.object("multiline", true)),
                                        "title", field("Title", false, "text", null),
                                        "notification_id", field("Notification id", false, "text", Json.object()))),
                        "dismiss",
                        service(
                                "persistent_notification",
                                "dismiss",
                                "Dismiss",
                                null,
                                Json.object("notification_id", field("Notification id", true, "text", Json.object()))),
                        "dismiss_all",
                        service("persistent_notification", "dismiss_all", "Dismiss all", null, Json.object())));
        return all;
    }

    /// @return the texts by key, as `frontend/get_translations` gives them; empty where descriptions hold
    ///     them
    Map<String, @Nullable Object> translations() {
        services();
        return texts;
    }

    private Map<String, @Nullable Object> lights() {
        var fields = Json.object(
                "brightness_pct",
                filtered(
                        field(
                                "Brightness",
                                false,
                                "number",
                                Json.object("min", 0, "max", 100, "unit_of_measurement", "%")),
                        Json.object(
                                "attribute",
                                Json.object("supported_color_modes", List.of("brightness", "color_temp", "hs")))),
                "color_temp_kelvin",
                filtered(
                        field(
                                "Colour temperature",
                                false,
                                "color_temp",
                                Json.object("unit", "kelvin", "min", 2000, "max", 6500)),
                        Json.object("attribute", Json.object("supported_color_modes", List.of("color_temp")))),
                "rgb_color",
                filtered(
                        field("Colour", false, "color_rgb", Json.object()),
                        Json.object("attribute", Json.object("supported_color_modes", List.of("hs", "rgb")))),
                "transition",
                filtered(
                        field(
                                "Transition",
                                false,
                                "number",
                                Json.object("min", 0, "max", 300, "unit_of_measurement", "seconds")),
                        Json.object("supported_features", List.of(32))));
        var flash = field("Flash", false, "select", Json.object("options", List.of("long", "short")));
        if (release.atLeast(2024, 8)) {
            fields.put("advanced_fields", Json.object("collapsed", true, "fields", Json.object("flash", flash)));
        } else {
            flash.put("advanced", true);
            fields.put("flash", flash);
        }
        return Json.object(
                "turn_on", service("light", "turn_on", "Turn on light", target("light"), fields),
                "turn_off", service("light", "turn_off", "Turn off light", target("light"), Json.object()),
                "toggle", service("light", "toggle", "Toggle light", target("light"), Json.object()));
    }

    private Map<String, @Nullable Object> climate() {
        return Json.object(
                "set_temperature",
                service(
                        "climate",
                        "set_temperature",
                        "Set target temperature",
                        target("climate"),
                        Json.object(
                                "temperature",
                                field(
                                        "Temperature",
                                        false,
                                        "number",
                                        Json.object("min", 0, "max", 250, "step", 0.1, "mode", "box")))),
                "set_hvac_mode",
                service(
                        "climate",
                        "set_hvac_mode",
                        "Set HVAC mode",
                        target("climate"),
                        Json.object(
                                "hvac_mode",
                                field(
                                        "HVAC mode",
                                        true,
                                        "select",
                                        Json.object(
                                                "options",
                                                List.of(
                                                        Json.object("value", "off", "label", "Off"),
                                                        Json.object("value", "heat", "label", "Heat")))))));
    }

    /// One field of each sort, so that a form of every sort can be looked at.
    private Map<String, @Nullable Object> everySelector() {
        return service(
                "notify",
                "persistent_notification",
                "Send a notification with everything",
                null,
                Json.object(
                        "message", field("Message", true, "template", Json.object()),
                        "who", field("Who", false, "entity", Json.object("domain", "person")),
                        "where", field("Where", false, "area", Json.object("multiple", true)),
                        "day", field("Day", false, "date", Json.object()),
                        "at", field("At", false, "time", Json.object()),
                        "moment", field("Moment", false, "datetime", Json.object()),
                        "for", field("For", false, "duration", Json.object()),
                        "place", field("Place", false, "location", Json.object()),
                        "extra", field("Extra", false, "object", Json.object()),
                        "odd", field("Odd", false, "assist_pipeline", null),
                        "steps", field("Steps", false, "action", Json.object()),
                        "later", field("Something new", false, "heard_of_later", Json.object("wide", true))));
    }

    private Map<String, @Nullable Object> service(
            String domain,
            String name,
            String title,
            @Nullable Map<String, @Nullable Object> target,
            Map<String, @Nullable Object> fields) {
        var service = Json.object("fields", fields);
        var prefix = "component." + domain + ".services." + name;
        say(service, prefix, title);
        fields.forEach((key, value) -> {
            if (value instanceof Map<?, ?> field && field.containsKey("name")) {
                @SuppressWarnings("unchecked")
                var told = (Map<String, @Nullable Object>) field;
                say(told, prefix + ".fields." + key, String.valueOf(told.remove("name")));
            }
        });
        if (target != null) {
            service.put("target", target);
        }
        return service;
    }

    private void say(Map<String, @Nullable Object> of, String key, String title) {
        if (release.atLeast(2025, 11)) {
            texts.put(key + ".name", title);
            texts.put(key + ".description", title + ".");
        } else {
            of.put("name", title);
            of.put("description", title + ".");
        }
    }

    private static Map<String, @Nullable Object> field(
            String title, boolean required, String selector, @Nullable Map<String, @Nullable Object> options) {
        var field = Json.object("name", title, "selector", Json.object(selector, options));
        if (required) {
            field.put("required", true);
        }
        return field;
    }

    private static Map<String, @Nullable Object> filtered(
            Map<String, @Nullable Object> field, Map<String, @Nullable Object> filter) {
        field.put("filter", filter);
        return field;
    }

    private Map<String, @Nullable Object> anyTarget() {
        return release.atLeast(2025, 1) ? Json.object() : Json.object("entity", List.of(Json.object()));
    }

    private static Map<String, @Nullable Object> target(String domain) {
        return Json.object("entity", List.of(Json.object("domain", List.of(domain))));
    }
}
