package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/// One measured figure beside its bar. [#record] writes it into `target/benchmarks.json`, in the place of
/// an earlier one with the same id.
///
/// @param id   the bar's name in the design, for example `S1`, with a word behind it where one bar has
///             several figures: `S5-keystore`
/// @param what what was measured, one phrase
/// @param unit of the values and bars
/// @param p50  the bar of the median
/// @param p95  the bar of the 95th percentile
public record Figure(String id, String what, String unit, OptionalDouble p50, OptionalDouble p95) {

    private static final Path FILE = Path.of("target", "benchmarks.json");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public static Figure of(String id, String what, String unit) {
        return new Figure(id, what, unit, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /// @param most what the median may be at most
    public Figure median(double most) {
        return new Figure(id, what, unit, OptionalDouble.of(most), p95);
    }

    /// @param most what 95 of 100 may be at most
    public Figure almostAll(double most) {
        return new Figure(id, what, unit, p50, OptionalDouble.of(most));
    }

    public void record(double value) throws IOException {
        record(List.of(value));
    }

    /// @param values of all runs, at least one
    public synchronized void record(Collection<? extends Number> values) throws IOException {
        var sorted = new ArrayList<Double>();
        values.forEach(value -> sorted.add(value.doubleValue()));
        sorted.sort(null);
        double median = at(sorted, 0.5);
        double almostAll = at(sorted, 0.95);
        boolean met =
                (p50.isEmpty() || median <= p50.getAsDouble()) && (p95.isEmpty() || almostAll <= p95.getAsDouble());
        var root = Files.exists(FILE) ? (ObjectNode) JSON.readTree(FILE.toFile()) : JSON.createObjectNode();
        root.putObject("machine")
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", Runtime.version().toString());
        var entry = root.withObject("/figures").putObject(id);
        entry.put("what", what).put("unit", unit).put("p50", rounded(median)).put("p95", rounded(almostAll));
        p50.ifPresent(bar -> entry.put("barP50", bar));
        p95.ifPresent(bar -> entry.put("barP95", bar));
        entry.put("met", met).put("runs", sorted.size());
        entry.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        Files.createDirectories(FILE.getParent());
        JSON.writeValue(FILE.toFile(), root);
        if (Boolean.getBoolean("benchmark.strict")) {
            assertThat(met).as(entry.toString()).isTrue();
        }
    }

    /// The nearest rank.
    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
