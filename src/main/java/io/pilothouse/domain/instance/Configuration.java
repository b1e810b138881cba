package io.pilothouse.domain.instance;

import io.pilothouse.domain.guard.GuardLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a person decides about an instance: everything its form edits, except secrets. Immutable.
///
/// @param name       1 to 100 characters, unique within its kind without regard to case
/// @param group      name of its group, empty for none
/// @param tags       in alphabetical order, without repetition
/// @param monogram   one or two characters
/// @param guard      empty to inherit the group's or the kind's level
/// @param checkEvery pause between the ends of two health checks, at least 10 s; empty for the usual
///                   pause of the kind and network
/// @param settings   kind-specific settings by name, validated by the connector kind
public record Configuration(
        KindId kind,
        String name,
        Connection connection,
        boolean enabled,
        int priority,
        String group,
        List<String> tags,
        IdentityColour colour,
        String monogram,
        Optional<GuardLevel> guard,
        Optional<Duration> checkEvery,
        String notes,
        SortedMap<String, String> settings) {

    public static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);
    public static final int USUAL_PRIORITY = 100;

    public Configuration {
        name = name.strip();
        group = group.strip();
        if (name.isEmpty() || name.length() > 100) {
            throw new IllegalArgumentException("a name has 1 to 100 characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a name holds no control characters");
        }
        if (monogram.isBlank() || monogram.codePointCount(0, monogram.length()) > 2) {
            throw new IllegalArgumentException("a monogram has one or two characters");
        }
        checkEvery.ifPresent(pause -> {
            if (pause.compareTo(SHORTEST_PAUSE) < 0) {
                throw new IllegalArgumentException("the pause between checks is at least 10 s");
            }
        });
        tags = tags.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .sorted()
                .toList();
        settings = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /// A configuration with the usual values.
    public static Configuration of(KindId kind, String name, Address address) {
        return new Configuration(
                kind,
                name,
                Connection.to(address),
                true,
                USUAL_PRIORITY,
                "",
                List.of(),
                IdentityColour.COBALT,
                name.isBlank() ? "?" : name.strip().substring(0, 1).toUpperCase(java.util.Locale.ROOT),
                Optional.empty(),
                Optional.empty(),
                "",
                new TreeMap<>(Map.of()));
    }

    public Configuration withName(String newName) {
        return new Configuration(
                kind,
                newName,
                connection,
                enabled,
                priority,
                group,
                tags,
                colour,
                monogram,
                guard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withConnection(Connection newConnection) {
        return new Configuration(
                kind,
                name,
                newConnection,
                enabled,
                priority,
                group,
                tags,
                colour,
                monogram,
                guard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withEnabled(boolean nowEnabled) {
        return new Configuration(
                kind,
                name,
                connection,
                nowEnabled,
                priority,
                group,
                tags,
                colour,
                monogram,
                guard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withPriority(int newPriority) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                newPriority,
                group,
                tags,
                colour,
                monogram,
                guard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withGroup(String newGroup) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                priority,
                newGroup,
                tags,
                colour,
                monogram,
                guard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withTags(List<String> newTags) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                priority,
                group,
                newTags,
                colour,
                monogram,
                guard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withLook(IdentityColour newColour, String newMonogram) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                priority,
                group,
                tags,
                newColour,
                newMonogram,
                guard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withGuard(Optional<GuardLevel> newGuard) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                priority,
                group,
                tags,
                colour,
                monogram,
                newGuard,
                checkEvery,
                notes,
                settings);
    }

    public Configuration withCheckEvery(Optional<Duration> newPause) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                priority,
                group,
                tags,
                colour,
                monogram,
                guard,
                newPause,
                notes,
                settings);
    }

    public Configuration withNotes(String newNotes) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                priority,
                group,
                tags,
                colour,
                monogram,
                guard,
                checkEvery,
                newNotes,
                settings);
    }

    public Configuration withSettings(Map<String, String> newSettings) {
        return new Configuration(
                kind,
                name,
                connection,
                enabled,
                priority,
                group,
                tags,
                colour,
                monogram,
                guard,
                checkEvery,
                notes,
                new TreeMap<>(newSettings));
    }
}
