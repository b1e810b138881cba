package io.pilothouse.ui.common;

import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.Locale;

/// How days and times of day are written.
public enum DateForm {
    /// "3 May 14:02"
    DAY_FIRST("HH:mm", "d MMM", "d MMM yyyy", "d MMM"),
    /// "May 3 2:02 PM"
    MONTH_FIRST("h:mm a", "MMM d", "MMM d, yyyy", "MMM d"),
    /// "2026-05-03 14:02"
    ISO("HH:mm", "yyyy-MM-dd", "yyyy-MM-dd", "MM-dd");

    public static final Setting<DateForm> SETTING = Setting.choice("general.dates", DAY_FIRST);

    private final String clock;
    private final String day;
    private final String dayOfYear;
    private final String dayAlone;

    /// Patterns of `DateTimeFormatter`.
    ///
    /// @param day      of this year, before a time of day
    /// @param dayAlone of this year, under an axis
    DateForm(String clock, String day, String dayOfYear, String dayAlone) {
        this.clock = clock;
        this.day = day;
        this.dayOfYear = dayOfYear;
        this.dayAlone = dayAlone;
    }

    String clock() {
        return clock;
    }

    String day(Locale locale) {
        return in(locale, day);
    }

    String dayOfYear(Locale locale) {
        return in(locale, dayOfYear);
    }

    String dayAlone(Locale locale) {
        return in(locale, dayAlone);
    }

    /// In German a day before its month has a dot: "3. Mai".
    private static String in(Locale locale, String pattern) {
        return locale.getLanguage().equals("de") && pattern.startsWith("d ") ? "d." + pattern.substring(1) : pattern;
    }
}
