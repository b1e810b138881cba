package io.pilothouse.domain.instance;

import java.util.regex.Pattern;

/// Which service an instance is, for example `sonarr`: the prefix of its id. A word and not an
/// enumeration, because a store written by a newer Pilothouse may hold one that is not known here.
public record KindId(String value) implements Comparable<KindId> {

    private static final Pattern FORM = Pattern.compile("[a-z]{2,20}");

    public KindId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a kind: " + value);
        }
    }

    @Override
    public int compareTo(KindId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
