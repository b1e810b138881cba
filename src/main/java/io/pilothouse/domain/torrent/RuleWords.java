package io.pilothouse.domain.torrent;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Values as the reasons of rules say them.
final class RuleWords {

    private RuleWords() {}

    static boolean names(String text, List<String> parts) {
        var lower = text.toLowerCase(Locale.ROOT);
        return parts.stream().anyMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)));
    }

    static String minutes(Duration span) {
        return span.toHours() >= 3 ? span.toHours() + " h" : span.toMinutes() + " min";
    }

    static String hours(Duration span) {
        return span.toDays() >= 3 ? span.toDays() + " d" : span.toHours() + " h";
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", Math.min(ratio, 9999));
    }

    /// @return somebody's words as a sentence that another one can follow
    static String sentence(String words) {
        return words.matches("(?s).*[.!?]\\s*") ? words.strip() : words.strip() + ".";
    }
}
