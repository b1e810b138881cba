package io.pilothouse.ui.common;

import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How values are said on screen: states, kinds, times, ages, sizes. Pure; thread-safe.
public final class Words {

    /// Kinds of tasks that have turns, beside cycles, whose titles quote their rule.
    private static final Set<String> REGULAR = Set.of(
            "torrents-rules",
            "library-sync",
            "library-send",
            "library-scanned",
            "housekeeping",
            "roll-ups",
            "cycle-results");

    private static final Pattern TIMETABLE = Pattern.compile(
            "(?:(?:mon|tue|wed|thu|fri|sat|sun)[,a-z]* )\\d\\d:\\d\\d-\\d\\d:\\d\\d(?:; [a-z,]+ \\d\\d:\\d\\d-\\d\\d:\\d\\d)*");
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");

    private static final Pattern MEASURED = Pattern.compile("(-?\\d+)\\.(\\d+ .+)");

    private static final Pattern QUOTED = Pattern.compile("[\"“]([^\"”]+)[\"”]");

    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Texts texts;
    private final ZoneId zone;
    private final DateTimeFormatter clock;
    private final DateTimeFormatter day;
    private final DateTimeFormatter dayOfYear;
    private final DateTimeFormatter weekday;
    private final DateTimeFormatter date;
    private final DateTimeFormatter moment;
    private final NumberFormat whole;

    public Words(Texts texts, ZoneId zone) {
        this(texts, zone, DateForm.SETTING.usual());
    }

    /// @param dates how days and times of day are written
    public Words(Texts texts, ZoneId zone, DateForm dates) {
        this.texts = texts;
        this.zone = zone;
        whole = NumberFormat.getIntegerInstance(texts.locale());
        var locale = Texts.PSEUDO.equals(texts.locale().getLanguage()) ? Locale.ROOT : texts.locale();
        clock = DateTimeFormatter.ofPattern(dates.clock(), locale).withZone(zone);
        day = DateTimeFormatter.ofPattern(dates.day(locale) + " " + dates.clock(), locale)
                .withZone(zone);
        dayOfYear = DateTimeFormatter.ofPattern(dates.dayOfYear(locale), locale).withZone(zone);
        weekday = DateTimeFormatter.ofPattern("EEE " + dates.clock(), locale).withZone(zone);
        date = DateTimeFormatter.ofPattern(dates.dayAlone(locale), locale).withZone(zone);
        moment = DateTimeFormatter.ofPattern("EEE " + dates.day(locale) + " " + dates.clock(), locale)
                .withZone(zone);
    }

    public Texts texts() {
        return texts;
    }

    /// The word by which files and commands call a constant, whatever language the window speaks: lower case with
    /// hyphens.
    public static String stable(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String state(ShownState state) {
        return texts.text("common.state." + state.word());
    }

    /// @return the kind's name for people; the bare word for a kind that is not known here
    public String kind(KindId kind) {
        return texts.textOr("common.kind." + kind, kind.value());
    }

    /// @return the kind and, where it is known, the version: "Radarr 5.26.2"
    public String kindAndVersion(Instance instance) {
        var version = instance.identity().map(identity -> identity.version()).orElse("");
        return version.isEmpty() ? kind(instance.kind()) : kind(instance.kind()) + " " + version;
    }

    public String guard(GuardLevel level) {
        return texts.text("common.guard." + level.word());
    }

    /// How far messages reach.
    public String reach(Reach reach) {
        return texts.text("settings.reach." + reach.name().toLowerCase(Locale.ROOT));
    }

    public String colour(IdentityColour colour) {
        return texts.text("common.colour." + colour.name().toLowerCase(Locale.ROOT));
    }

    /// @param key that begins with what of a fault is said, such as `fleet.cause.SECRET_REFUSED`
    /// @return in the words of its kind, where it has other ones: not everything is opened by a key
    public String ofKind(String key, InstanceId id, String otherwise) {
        return texts.textOr(key + "." + id.kind(), texts.textOr(key, otherwise));
    }

    /// @return what a state of *Warning* is about: the service's own first warning, else that its
    ///     certificate ends, else that it is slow
    public String warning(InstanceHealth health, Instant now) {
        return health.answer()
                .flatMap(CheckAnswer::firstWarning)
                .map(warning -> texts.said(warning.text()))
                .or(() -> health.answer()
                        .filter(answer -> answer.certificateEndsSoon(now))
                        .flatMap(CheckAnswer::certificateEnds)
                        .map(end -> end.isAfter(now)
                                ? texts.text("common.certificate-ends", age(Duration.between(now, end)))
                                : texts.text("common.certificate-ended")))
                .orElseGet(() -> health.latency()
                        .map(latency -> texts.text("common.slow", latency(latency.toMillis())))
                        .orElse(""));
    }

    /// @return host and port where the port is not the scheme's usual one: "nas.lan:7879"
    public String place(Instance instance) {
        var address = instance.address();
        int usual = address.secure() ? 443 : 80;
        return address.port() == usual ? address.host() : address.host() + ":" + address.port();
    }

    /// What a piece of work is called: its kind in the language of the window, with the name in quotes that
    /// its title holds.
    ///
    /// @param kind  of its tasks
    /// @param title as whoever started it called it; said where the kind has no word here
    public String workKind(String kind, String title) {
        var quoted = QUOTED.matcher(title);
        return texts.textOr("task.kind." + kind, sentence(texts.said(title)), quoted.find() ? quoted.group(1) : "");
    }

    /// What one task does: its own title, which says the most, where that is in the language of the window. Regular
    /// work is called as in its plan.
    public String work(String kind, String title) {
        boolean regular = REGULAR.contains(kind)
                || kind.equals("cycle") && QUOTED.matcher(title).find();
        return !regular && texts.locale().getLanguage().equals(Locale.ENGLISH.getLanguage())
                ? sentence(title)
                : workKind(kind, title);
    }

    /// Titles are infinitives; a line of its own begins with a capital letter.
    private static String sentence(String title) {
        return title.isEmpty() ? title : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    /// What lies half a day back, or comes within a day, is not mistaken for another day's.
    ///
    /// @return "14:02" today and close to it, "3 May 14:02" this year, "3 May 2025" before
    public String time(Instant at, Instant now) {
        var then = LocalDate.ofInstant(at, zone);
        var today = LocalDate.ofInstant(now, zone);
        boolean close = then.equals(today) || at.isAfter(now.minus(HALF_A_DAY)) && at.isBefore(now.plus(A_DAY));
        return (close ? clock : then.getYear() == today.getYear() ? day : dayOfYear).format(at);
    }

    /// @param stored what was said below the window, in English and with moments as machines write them
    /// @return the same in its language and its time
    public String said(String stored, Instant now) {
        var told = MOMENT.matcher(texts.said(stored))
                .replaceAll(moment -> Matcher.quoteReplacement(time(Instant.parse(moment.group()), now)));
        return TIMETABLE
                .matcher(told)
                .replaceAll(found -> Matcher.quoteReplacement(timetable(SleepTimes.parse(found.group()))));
    }

    /// @return "Mon, Tue 03:00–05:00; Sat 10:00–12:00"
    public String timetable(SleepTimes times) {
        return times.spans().stream()
                .map(span -> (span.days().size() == DayOfWeek.values().length
                                ? ""
                                : span.days().stream()
                                                .sorted()
                                                .map(day ->
                                                        day.getDisplayName(TextStyle.SHORT_STANDALONE, texts.locale()))
                                                .collect(Collectors.joining(", "))
                                        + " ")
                        + span.from() + "–" + span.until())
                .collect(Collectors.joining("; "));
    }

    /// @return "3 May 2025"
    public String date(Instant at) {
        return dayOfYear.format(at);
    }

    /// @return "3 May 2025"
    public String date(LocalDate day) {
        return dayOfYear.format(day);
    }

    /// @return "3 May" this year, "3 May 2025" before
    public String day(Instant at, Instant now) {
        var then = LocalDate.ofInstant(at, zone);
        return (then.getYear() == LocalDate.ofInstant(now, zone).getYear() ? date : dayOfYear).format(at);
    }

    /// @return words under an axis of time, at equal distances from the first to the last moment
    public List<String> ticks(Span span, Instant from, Instant until, int count) {
        var format =
                switch (span) {
                    case DAY -> clock;
                    case WEEK -> weekday;
                    case QUARTER -> date;
                };
        var length = Duration.between(from, until);
        return IntStream.range(0, count)
                .mapToObj(i -> format.format(from.plus(length.multipliedBy(i).dividedBy(count - 1L))))
                .toList();
    }

    /// @return "Thu 18 Jun 14:02 to 14:14"
    public String period(Instant from, Instant until) {
        boolean days = Duration.between(from, until).compareTo(A_DAY) >= 0;
        return texts.text("common.period", moment.format(from), (days ? moment : clock).format(until));
    }

    /// @return the largest fitting unit: "12 s", "14 min", "3 h", "2 d"
    public String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return texts.text("common.seconds", seconds);
        }
        if (seconds < 3600) {
            return texts.text("common.minutes", seconds / 60);
        }
        return seconds < 48 * 3600
                ? texts.text("common.hours", seconds / 3600)
                : texts.text("common.days", seconds / 86400);
    }

    /// @return how long it is until something planned: of hours the minutes too, "1 h 46 min"
    public String until(Duration left) {
        long minutes = left.toMinutes() % 60;
        return left.toHours() < 1 || left.toHours() >= 24 || minutes == 0
                ? age(left)
                : texts.text("common.hours", left.toHours()) + " " + texts.text("common.minutes", minutes);
    }

    /// @param millis NaN for not measured
    public String latency(double millis) {
        if (Double.isNaN(millis)) {
            return texts.text("common.none");
        }
        return millis < 1000
                ? texts.text("common.millis", Math.round(millis))
                : texts.text("common.seconds", decimal(millis / 1000, 1));
    }

    /// One of several figures beside each other: below ten milliseconds with a digit more, so that two that are
    /// not the same do not read the same.
    ///
    /// @param millis NaN for not measured
    public String fineLatency(double millis) {
        return millis < 10 ? texts.text("common.millis", decimal(millis, 1)) : latency(millis);
    }

    public String number(long value) {
        return ((NumberFormat) whole.clone()).format(value); // one format is for one thread, and dear to make
    }

    public String decimal(double value, int digits) {
        var format = NumberFormat.getNumberInstance(texts.locale());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(value);
    }

    /// @param measured a figure and its unit, as a service wrote them; anything else stays
    /// @return the same with the point of the language: "893,5 W"
    public String measured(String measured) {
        var figure = MEASURED.matcher(measured);
        return figure.matches()
                ? figure.group(1)
                        + DecimalFormatSymbols.getInstance(texts.locale()).getDecimalSeparator()
                        + figure.group(2)
                : measured;
    }

    /// @param share 0 to 1
    /// @return with one digit after the point; a whole hundred and a nothing only where it is just that
    public String percent(double share) {
        if (share == 0 || share == 1) {
            return texts.text("common.percent", number(Math.round(share * 100)));
        }
        return texts.text("common.percent", decimal(Math.clamp(share * 100, 0.1, 99.9), 1));
    }

    /// @return in the unit people use: "182 GB"
    public String size(long bytes) {
        var size = new Bytes(bytes).measured();
        return texts.text(
                "common." + size.unit().name().toLowerCase(Locale.ROOT), decimal(size.value(), size.digits()));
    }
}
