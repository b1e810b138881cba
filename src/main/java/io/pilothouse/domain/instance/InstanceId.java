package io.pilothouse.domain.instance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Stable identity of one managed instance, `<kind>-YYMMDDHHMMxxx`: the kind, the UTC minute it was
/// added, three random characters of `a-z0-9`. Assigned once, never reused, and independent of the
/// instance's name and address, so that both can change without losing history.
public record InstanceId(String value) implements Comparable<InstanceId> {

    private static final Pattern FORM = Pattern.compile("[a-z]{2,20}-\\d{10}[a-z0-9]{3}");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    public InstanceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an instance id: " + value);
        }
    }

    /// Draws an id. Whether it is still free is the store's to say: drawing and inserting are one
    /// transaction there, and a taken id is drawn again.
    public static InstanceId draw(KindId kind, Instant now, RandomGenerator random) {
        var text = new StringBuilder(kind.value()).append('-').append(MINUTE.format(now));
        for (int i = 0; i < 3; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new InstanceId(text.toString());
    }

    public KindId kind() {
        return new KindId(value.substring(0, value.indexOf('-')));
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
