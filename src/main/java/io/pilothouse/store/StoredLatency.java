package io.pilothouse.store;

import io.pilothouse.domain.health.LatencyCounts;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;

/// How latencies stand in a row.
final class StoredLatency {

    private StoredLatency() {}

    static LatencyCounts of(ResultSet row) throws SQLException {
        return new LatencyCounts(
                counts(row.getBytes("latency_counts")),
                optionalMicros(row, "latency_min_us").orElse(Duration.ZERO),
                optionalMicros(row, "latency_max_us").orElse(Duration.ZERO),
                Duration.of(row.getLong("latency_sum_us"), ChronoUnit.MICROS));
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Optional<Duration> optionalMicros(ResultSet row, String column) throws SQLException {
        return Sql.optionalLong(row, column).stream()
                .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
                .findFirst();
    }

    /// Pairs of a class in one byte and its count in seven bits a byte, the lowest first, the highest
    /// bit set where more follow: usually two bytes for a class.
    static byte[] bytes(LatencyCounts latency) {
        var bytes = new ByteArrayOutputStream();
        latency.counts().forEach((number, count) -> {
            bytes.write(number);
            long rest = count;
            while (rest > 0x7f) {
                bytes.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        });
        return bytes.toByteArray();
    }

    private static TreeMap<Integer, Long> counts(byte[] bytes) {
        var counts = new TreeMap<Integer, Long>();
        for (int i = 0; i < bytes.length; i++) {
            int number = bytes[i] & 0xff;
            long count = 0;
            int shift = 0;
            do {
                count |= (long) (bytes[++i] & 0x7f) << shift;
                shift += 7;
            } while (bytes[i] < 0);
            counts.put(number, count);
        }
        return counts;
    }
}
