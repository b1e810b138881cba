package io.pilothouse.demo.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the services of one house do.
final class HouseServices {

    private final HomeAssistantSimulator home;

    HouseServices(HomeAssistantSimulator home) {
        this.home = home;
    }

    /// @return what a service's own schema refuses; null when it takes the call
    @Nullable
    String refuses(String domain, String service, JsonNode message) {
        if (Set.of("light", "switch", "climate", "automation", "input_number").contains(domain)
                && !service.equals("reload")
                && message.path("target").isEmpty()
                && !message.path("service_data").has("entity_id")) {
            return "must contain at least one of entity_id, device_id, area_id, floor_id, label_id.";
        }
        var brightness = message.at("/service_data/brightness_pct");
        if (!brightness.isMissingNode() && !brightness.isNumber()) {
            return "expected float for dictionary value @ data['brightness_pct']";
        }
        boolean answers = domain.equals("weather");
        if (answers && !message.path("return_response").asBoolean()) {
            return "The action requires responses and must be called with return_response=True";
        }
        if (!answers && message.path("return_response").asBoolean()) {
            return "The action does not return responses";
        }
        return null;
    }

    void call(String domain, String service, List<String> targets) {
        var target = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        var list = target.putArray("entity_id");
        targets.forEach(list::add);
        call(
                domain,
                service,
                target,
                com.fasterxml.jackson.databind.node.MissingNode.getInstance(),
                home.house().context());
    }

    /// @param context the cause that changed states carry
    /// @return what the service answers; null for nothing
    @Nullable
    Object call(String domain, String service, JsonNode target, JsonNode data, String context) {
        if (domain.equals("persistent_notification")) {
            notify(service, data);
            return null;
        }
        if (service.equals("restart")) {
            home.restart();
            return null;
        }
        var ids = new java.util.LinkedHashSet<>(home.house().reached(target));
        ids.addAll(HomeAssistantSimulator.targets(data.path("entity_id")));
        if (service.equals("goodnight")) {
            home.house().entities().stream()
                    .filter(entity -> entity.domain().equals("light"))
                    .forEach(entity -> ids.add(entity.id()));
        }
        var answers = new LinkedHashMap<String, @Nullable Object>();
        for (var id : ids) {
            home.house().find(id).ifPresent(entity -> act(entity, domain, service, data, context, answers));
        }
        return domain.equals("weather") ? answers : null;
    }

    private void act(
            Entity entity,
            String domain,
            String service,
            JsonNode data,
            String context,
            Map<String, @Nullable Object> answers) {
        if (!domain.equals("homeassistant")
                && !service.equals("goodnight")
                && !entity.domain().equals(domain)) {
            return;
        }
        var changes = new LinkedHashMap<String, @Nullable Object>();
        String next =
                switch (entity.domain()) {
                    case "light", "switch", "automation" ->
                        switch (service) {
                            case "turn_on" -> "on";
                            case "turn_off", "goodnight" -> "off";
                            case "toggle" -> entity.state().equals("on") ? "off" : "on";
                            default -> entity.state();
                        };
                    case "input_number" -> Double.toString(data.path("value").asDouble());
                    case "climate" ->
                        data.has("hvac_mode") ? data.path("hvac_mode").asText() : entity.state();
                    case "update" ->
                        switch (service) {
                            case "install", "skip" -> "off"; // what is skipped is not offered
                            case "clear_skipped" -> installs(entity) ? "on" : "off";
                            default -> entity.state();
                        };
                    default -> entity.state();
                };
        if (data.path("brightness_pct").isNumber() && next.equals("on")) {
            changes.put(
                    "brightness", (int) Math.round(data.path("brightness_pct").asDouble() * 2.55));
        }
        if (data.path("temperature").isNumber() && entity.domain().equals("climate")) {
            changes.put("temperature", data.path("temperature").asDouble());
        }
        if (service.equals("trigger") || entity.domain().equals("script")) {
            changes.put("last_triggered", Entity.iso(home.now()));
            home.book()
                    .run(
                            entity.domain(),
                            entity.attributes().get("id") instanceof String id
                                    ? id
                                    : entity.id().substring(entity.id().indexOf('.') + 1),
                            home.now());
        }
        if (service.equals("skip")) {
            changes.put("skipped_version", entity.attributes().get("latest_version"));
        } else if (service.equals("clear_skipped")) {
            changes.put("skipped_version", null);
        } else if (service.equals("install")) {
            if (data.path("backup").asBoolean()) {
                home.book()
                        .backUpBefore(
                                entity.attributes().get("title") + " "
                                        + entity.attributes().get("installed_version"),
                                home.now());
            }
            changes.put("installed_version", entity.attributes().get("latest_version"));
            changes.put("skipped_version", null);
        }
        if (entity.domain().equals("weather")) {
            answers.put(
                    entity.id(),
                    Json.object("forecast", List.of(Json.object("condition", "rainy", "temperature", 14.0))));
        }
        home.house().set(entity.id(), next, changes, home.userId(), context, home.now());
        if (service.equals("install") && entity.id().contains("core_update")) {
            home.becomes(String.valueOf(entity.attributes().get("latest_version")));
        }
    }

    private static boolean installs(Entity update) {
        return !java.util.Objects.equals(
                update.attributes().get("installed_version"),
                update.attributes().get("latest_version"));
    }

    /// @return why an update cannot be installed; null when it can
    @Nullable
    String installs(JsonNode message) {
        for (var id : home.house().reached(message.path("target"))) {
            var update = home.house().find(id);
            if (update.isPresent() && !installs(update.get())) {
                return "No update available for " + id;
            }
        }
        return null;
    }

    private void notify(String service, JsonNode data) {
        switch (service) {
            case "create" -> {
                var id = data.path("notification_id")
                        .asText("n" + (home.notifications().size() + 1));
                home.notify(
                        id, data.path("title").asText(""), data.path("message").asText());
            }
            case "dismiss" -> home.dismiss(List.of(data.path("notification_id").asText()));
            default -> home.dismiss(List.copyOf(home.notifications().keySet()));
        }
    }
}
