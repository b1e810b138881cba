package io.pilothouse.demo.homeassistant;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a house says of itself: configuration, user, tokens, network, load.
final class HousePapers {

    private final HomeAssistantSimulator home;
    private final Setting setting;

    HousePapers(HomeAssistantSimulator home, Setting setting) {
        this.home = home;
        this.setting = setting;
    }

    Map<String, @Nullable Object> currentUser() {
        return Json.object(
                "id",
                home.userId(),
                "name",
                "Pilothouse",
                "is_owner",
                false,
                "is_admin",
                home.isAdmin(),
                "credentials",
                List.of(Json.object("auth_provider_type", "homeassistant", "auth_provider_id", null)),
                "mfa_modules",
                List.of());
    }

    List<Object> refreshTokens() {
        return List.of(Json.object(
                "id",
                home.tokenId(),
                "client_id",
                null,
                "client_name",
                "Pilothouse desktop",
                "client_icon",
                null,
                "type",
                "long_lived_access_token",
                "created_at",
                "2026-01-01T10:00:00+00:00",
                "last_used_at",
                Entity.iso(home.now()),
                "last_used_ip",
                "127.0.0.1",
                "is_current",
                true,
                "auth_provider_type",
                null));
    }

    Map<String, @Nullable Object> config() {
        var address = setting.address().get().toString();
        var config = Json.object(
                "location_name",
                locationName(),
                "latitude",
                52.1,
                "longitude",
                5.2,
                "elevation",
                3,
                "unit_system",
                Json.object(
                        "length", "km",
                        "mass", "g",
                        "temperature", "°C",
                        "volume", "L",
                        "pressure", "Pa",
                        "wind_speed", "m/s",
                        "accumulated_precipitation", "mm"),
                "time_zone",
                "Europe/Amsterdam",
                "components",
                components(),
                "config_dir",
                "/config",
                "whitelist_external_dirs",
                List.of(),
                "allowlist_external_dirs",
                List.of(),
                "allowlist_external_urls",
                List.of(),
                "version",
                home.release().text(),
                "config_source",
                "storage",
                "recovery_mode",
                false,
                "safe_mode",
                false,
                "state",
                home.state(),
                "external_url",
                null,
                "internal_url",
                address.substring(0, address.length() - 1),
                "currency",
                "EUR",
                "country",
                "NL",
                "language",
                "en");
        if (home.release().atLeast(2025, 1)) {
            config.put("radius", 100);
            config.put("debug", false);
        }
        return config;
    }

    String locationName() {
        return setting.spec().name() + (setting.identitySeed() == setting.accessSeed() ? "" : " 2");
    }

    Map<String, @Nullable Object> coreState() {
        var answer = Json.object("state", home.state());
        if (home.release().atLeast(2025, 1)) {
            answer.put("recorder_state", Json.object("migration_in_progress", false, "migration_is_live", false));
        }
        return answer;
    }

    List<String> components() {
        var all = new ArrayList<>(List.of(
                "api",
                "auth",
                "automation",
                "backup",
                "binary_sensor",
                "config",
                "frontend",
                "hardware",
                "history",
                "http",
                "light",
                "logbook",
                "network",
                "person",
                "recorder",
                "repairs",
                "search",
                "sensor",
                "sun",
                "switch",
                "system_health",
                "system_log",
                "trace",
                "update",
                "websocket_api",
                "zone"));
        if (home.supervised()) {
            all.add("hassio");
        }
        return all;
    }

    static Map<String, @Nullable Object> network() {
        return Json.object(
                "adapters",
                List.of(Json.object(
                        "name",
                        "lo",
                        "index",
                        1,
                        "enabled",
                        true,
                        "auto",
                        false,
                        "default",
                        false,
                        "ipv4",
                        List.of(Json.object("address", "127.0.0.1", "network_prefix", 8)),
                        "ipv6",
                        List.of())),
                "configured_adapters",
                List.of());
    }

    static Map<String, @Nullable Object> systemStatus(Instant now) {
        return Json.object(
                "cpu_percent", 5 + now.getEpochSecond() % 20,
                "memory_used_percent", 41.5,
                "memory_used_mb", 1630.2,
                "memory_free_mb", 2297.1,
                "timestamp", Entity.iso(now));
    }
}
