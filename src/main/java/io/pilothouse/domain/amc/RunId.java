package io.pilothouse.domain.amc;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// Names one run here, and at Amazon the workflow that it sends along, by which a run whose answer was
/// lost is found again: `ph-` and a ULID.
public record RunId(String value) implements Comparable<RunId> {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public RunId {
        if (!value.matches("ph-[0-9A-HJKMNP-TV-Z]{26}")) {
            throw new IllegalArgumentException("not an id of a run: " + value);
        }
    }

    public static RunId draw(Instant now, RandomGenerator random) {
        var text = new StringBuilder("ph-");
        long millis = now.toEpochMilli();
        for (int shift = 45; shift >= 0; shift -= 5) {
            text.append(CROCKFORD.charAt((int) (millis >>> shift & 31)));
        }
        for (int i = 0; i < 16; i++) {
            text.append(CROCKFORD.charAt(random.nextInt(32)));
        }
        return new RunId(text.toString());
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
