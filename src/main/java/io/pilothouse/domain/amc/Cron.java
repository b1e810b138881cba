package io.pilothouse.domain.amc;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Five fields: minute, hour, day of month, month, day of week (section 14.1). Where both day fields are
/// restricted a day matches if either does, as cron has it.
public final class Cron {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String expression;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final boolean lastDay;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean eitherDay;
    private final boolean intervalType;
    private final List<String> warnings;

    private Cron(String expression) {
        this.expression = expression;
        var fields = expression.strip().split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException(Sentence.CRON_FIELDS.say(fields.length));
        }
        minutes = field(fields[0], 0, 59, List.of(), 0);
        hours = field(fields[1], 0, 23, List.of(), 0);
        lastDay = List.of(fields[2].split(",")).contains("L");
        var plainDays = String.join(
                ",",
                List.of(fields[2].split(",")).stream()
                        .filter(it -> !it.equals("L"))
                        .toList());
        daysOfMonth = plainDays.isEmpty() ? new BitSet() : field(plainDays, 1, 31, List.of(), 0);
        months = field(fields[3], 1, 12, MONTHS, 1);
        daysOfWeek = field(fields[4], 0, 7, DAYS, 0);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0);
        }
        eitherDay = restricted(fields[2]) && restricted(fields[4]);
        intervalType = fields[1].startsWith("*");
        var found = new ArrayList<String>();
        if (eitherDay) {
            found.add(Sentence.EITHER_DAY.say());
        }
        if (fields[2].startsWith("*/")) {
            found.add(Sentence.STEPS_OF_DAYS.say());
        }
        warnings = List.copyOf(found);
    }

    /// @throws IllegalArgumentException saying which field is wrong
    public static Cron of(String expression) {
        return new Cron(expression);
    }

    private static boolean restricted(String field) {
        return !field.startsWith("*") && !field.startsWith("?");
    }

    private static BitSet field(String text, int least, int most, List<String> names, int nameBase) {
        var set = new BitSet();
        for (var part : text.split(",", -1)) {
            var stepped = part.split("/", -1);
            int step = stepped.length > 1 ? number(stepped[1], 1, 1_000, List.of(), 0, text) : 1;
            if (stepped.length > 2) {
                throw bad(text);
            }
            int from;
            int to;
            if (stepped[0].equals("*") || stepped[0].equals("?")) {
                from = least;
                to = most == 7 ? 6 : most;
            } else {
                var range = stepped[0].split("-", -1);
                from = number(range[0], least, most, names, nameBase, text);
                to = range.length > 1
                        ? number(range[1], least, most, names, nameBase, text)
                        : stepped.length > 1 ? most : from;
                if (range.length > 2 || from > to) {
                    throw bad(text);
                }
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    private static int number(String text, int least, int most, List<String> names, int nameBase, String field) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return named + nameBase;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw bad(field);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException bad(String field) {
        return new IllegalArgumentException(Sentence.CRON_FIELD.say(field));
    }

    /// @return whether the hour field begins with `*`: such a schedule follows elapsed hours where the
    ///     clock is changed
    public boolean intervalType() {
        return intervalType;
    }

    /// @return what people should know about this expression
    public List<String> warnings() {
        return warnings;
    }

    boolean on(LocalDate day) {
        if (!months.get(day.getMonthValue())) {
            return false;
        }
        boolean inMonth =
                daysOfMonth.get(day.getDayOfMonth()) || (lastDay && day.getDayOfMonth() == day.lengthOfMonth());
        boolean inWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
        return eitherDay ? inMonth || inWeek : inMonth && inWeek;
    }

    /// @return local times of a matching day, ascending
    List<LocalTime> times() {
        var times = new ArrayList<LocalTime>();
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                times.add(LocalTime.of(hour, minute));
            }
        }
        return times;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.expression.equals(expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return expression;
    }
}
