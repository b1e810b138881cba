package io.pilothouse.ui.library;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.ui.common.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a thing is said in few words.
final class RowWords {

    private static final int UHD = 2_160;
    /// What one star is worth.
    static final int STAR = 20;
    private final Words words;

    RowWords(Words words) {
        this.words = words;
    }

    String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    Words words() {
        return words;
    }

    String second(LibraryRow row) {
        return Stream.of(row.under(), row.date())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    List<String> marks(LibraryRow row) {
        var marks = new ArrayList<String>();
        if (row.rating() > 0) {
            marks.add(stars(row.rating()));
        }
        if (row.key().type() == EntityType.SCENE && row.height() > 0) {
            marks.add(row.height() >= UHD ? "4K" : row.height() + "p");
        }
        if (row.seconds() > 0) {
            marks.add(length(row.seconds()));
        }
        return marks;
    }

    /// @param rating 1 to 100
    static String stars(int rating) {
        return "★".repeat(Math.clamp(Math.round((float) rating / STAR), 1, 5));
    }

    static String length(long seconds) {
        return seconds >= 3_600
                ? "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60)
                : "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
