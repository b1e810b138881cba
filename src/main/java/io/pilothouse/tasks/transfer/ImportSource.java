package io.pilothouse.tasks.transfer;

import java.util.Arrays;
import java.util.Optional;

/// Where an import comes from.
public enum ImportSource {
    PILOTHOUSE("pilothouse", "Pilothouse"),
    HUNTARR("huntarr", "Huntarr"),
    QBITRR("qbitrr", "qBitrr"),
    PEEK("peek", "Peek");

    private final String word;
    private final String title;

    ImportSource(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /// @return its name in scripts
    public String word() {
        return word;
    }

    /// @return its name for people
    public String title() {
        return title;
    }

    public static Optional<ImportSource> of(String word) {
        return Arrays.stream(values())
                .filter(source -> source.word.equals(word))
                .findFirst();
    }
}
