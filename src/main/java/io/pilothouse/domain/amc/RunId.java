package io.pilothouse.domain.amc;

import java.time.Instant;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;
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
        return of(now, _ -> random.nextInt(32));
    }

    /// What is due at a moment has the same id whenever and wherever it is made: in a copy of the store, too,
    /// from which it was missing.
    ///
    /// @param what is due, part by part
    public static RunId ofTurn(Instant due, String... what) {
        var hash = HexFormat.of().parseHex(SqlText.hash(String.join("\n", what)));
        return of(due, i -> hash[i] & 31);
    }

    private static RunId of(Instant at, IntUnaryOperator fiveBits) {
        var text = new StringBuilder("ph-");
        long millis = at.toEpochMilli();
        for (int shift = 45; shift >= 0; shift -= 5) {
            text.append(CROCKFORD.charAt((int) (millis >>> shift & 31)));
        }
        for (int i = 0; i < 16; i++) {
            text.append(CROCKFORD.charAt(fiveBits.applyAsInt(i)));
        }
        return new RunId(text.toString());
    }

    /// @return when it was drawn, or what it names was due
    public Instant at() {
        long millis = 0;
        for (int i = 3; i < 13; i++) {
            millis = millis << 5 | CROCKFORD.indexOf(value.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
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
