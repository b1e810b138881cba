package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What a check tells of one Home Assistant: figures in the order of showing, and what it complains
/// about.
final class Overview {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> NOT_YET_RUNNING = Set.of("NOT_RUNNING", "STARTING");
    private static final Duration TOKEN_ENDS_SOON = Duration.ofDays(30);
    /// More issues than this are counted in one line.
    private static final int MOST_ISSUES = 20;

    private final String version;
    private final JsonNode config;
    private final Instant now;
    private final String address;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();
    private final List<ServiceWarning> warnings = new ArrayList<>();
    private Optional<String> userId = Optional.empty();

    /// @param config  answer of `get_config`
    /// @param address of the instance, ends with a slash
    Overview(String greeted, JsonNode config, Instant now, String address) {
        this.version = config.path("version").asText(greeted);
        this.config = config;
        this.now = now;
        this.address = address;
        facts.put("version", version);
        facts.put("state", config.path("state").asText(""));
        facts.put("location", locationName());
        facts.put("timeZone", config.path("time_zone").asText(""));
        facts.put("components", Integer.toString(config.path("components").size()));
        if (recovery()) {
            warn(
                    Severity.ERROR,
                    "RecoveryMode",
                    "It runs in recovery mode: its configuration is broken, and only the least is loaded.",
                    "config/dashboard");
        }
        if (config.path("safe_mode").asBoolean()) {
            warn(
                    Severity.WARNING,
                    "SafeMode",
                    "It runs in safe mode, without custom integrations.",
                    "config/dashboard");
        }
    }

    /// @param told answer of `auth/current_user`, missing when it was refused
    void user(JsonNode told) {
        if (!told.isObject()) {
            return;
        }
        userId = Optional.of(told.path("id").asText());
        facts.put("user", told.path("name").asText(""));
        boolean admin = told.path("is_admin").asBoolean();
        facts.put("administrator", Boolean.toString(admin));
        if (!admin) {
            warn(
                    Severity.NOTICE,
                    "NotAdministrator",
                    "The token's user is no administrator: logs, backups, network and system pages stay closed.",
                    "config/users");
        }
    }

    /// @param answer of `repairs/list_issues`, missing where the server has no repairs
    /// @param texts  of these issues, missing where they were not told
    void repairs(JsonNode answer, JsonNode texts) {
        if (!answer.path("issues").isArray()) {
            return;
        }
        int open = 0;
        for (var repair : UpkeepAnswers.repairs(answer, texts)) {
            if (repair.ignored()) {
                continue;
            }
            open++;
            if (open <= MOST_ISSUES) {
                warn(
                        severity(repair.severity()),
                        "repair:" + repair.domain() + "/" + repair.issueId(),
                        sentence(repair),
                        "config/repairs");
            }
        }
        facts.put("repairs", Integer.toString(open));
        if (open > MOST_ISSUES) {
            warn(Severity.WARNING, "repairs", "It has " + open + " open repairs.", "config/repairs");
        }
    }

    private static Severity severity(String word) {
        return switch (word) {
            case "critical", "error" -> Severity.ERROR;
            default -> Severity.WARNING;
        };
    }

    private static String sentence(Repair repair) {
        var title = repair.title().endsWith(".")
                ? repair.title().substring(0, repair.title().length() - 1)
                : repair.title();
        return "Repair of " + repair.domain() + ": " + title
                + (repair.breaksIn().isEmpty() ? "" : "; it stops working in " + repair.breaksIn()) + ".";
    }

    void entities(Optional<Long> count) {
        count.ifPresent(number -> facts.put("entities", Long.toString(number)));
    }

    void transport(String word) {
        facts.put("transport", word);
        if (word.equals("rest")) {
            warn(
                    Severity.WARNING,
                    "NoWebSocket",
                    "A proxy lets no WebSockets pass: nothing is live, and areas and devices are missing.",
                    "");
        }
    }

    /// Reads the end of the token from the token itself, without checking its signature.
    void token(Secret token) {
        tokenEnds(token).ifPresent(ends -> {
            if (ends.isBefore(now.plus(TOKEN_ENDS_SOON))) {
                warn(
                        Severity.WARNING,
                        "TokenEnds",
                        "The access token ends on " + ends.toString().substring(0, 10) + ".",
                        "profile/security");
            }
        });
    }

    static Optional<Instant> tokenEnds(Secret token) {
        var parts = token.value().split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var ends = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
            return ends.isNumber() ? Optional.of(Instant.ofEpochSecond(ends.asLong())) : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty(); // another form of token: then nobody knows
        }
    }

    private boolean recovery() {
        return config.path("recovery_mode").asBoolean();
    }

    boolean starting() {
        return NOT_YET_RUNNING.contains(config.path("state").asText());
    }

    String version() {
        return version;
    }

    /// In recovery mode the name is a stand-in.
    String locationName() {
        return recovery() ? "" : config.path("location_name").asText("");
    }

    Optional<String> userId() {
        return userId;
    }

    SequencedMap<String, String> facts() {
        return facts;
    }

    List<ServiceWarning> warnings() {
        return warnings;
    }

    /// @param page below the address, empty for none
    private void warn(Severity severity, String source, String text, String page) {
        warnings.add(new ServiceWarning(
                severity, source, text, page.isEmpty() ? Optional.empty() : Optional.of(address + page)));
    }
}
