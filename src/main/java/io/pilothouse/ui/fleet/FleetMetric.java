package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.InstanceHealth;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the Fleet compares over all instances in one column, on one scale.
enum FleetMetric {
    /// Each line on its own scale, to see what changed.
    LATENCY(""),
    /// All lines on one scale, to see who is slow.
    LATENCY_COMPARED(""),
    QUEUE("queueCount"),
    MISSING("missingCount"),
    CUTOFF("cutoffUnmetCount"),
    FREE("freeBytes"),
    DOWNLOAD("downloadBytesPerSecond"),
    TORRENTS("torrents"),
    ENTITIES("entities");

    private final String fact;

    FleetMetric(String fact) {
        this.fact = fact;
    }

    boolean latency() {
        return fact.isEmpty();
    }

    boolean bytes() {
        return fact.endsWith("Bytes") || fact.endsWith("BytesPerSecond");
    }

    boolean perSecond() {
        return fact.endsWith("PerSecond");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @return the number that the latest good check of an instance told; empty where its kind has none
    OptionalDouble of(Optional<InstanceHealth> health) {
        var told = health.flatMap(InstanceHealth::answer)
                .map(answer -> answer.facts().getOrDefault(fact, ""))
                .orElse("");
        return told.matches("\\d{1,18}") ? OptionalDouble.of(Long.parseLong(told)) : OptionalDouble.empty();
    }
}
