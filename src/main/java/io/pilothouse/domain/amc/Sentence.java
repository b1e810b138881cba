package io.pilothouse.domain.amc;

import io.pilothouse.domain.Wording;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What runs, schedules and checks of questions say of themselves.
public enum Sentence {
    INSTANCE_OFF("Its instance is switched off."),
    INSTANCE_GONE("Its instance is gone."),
    ALL_PAUSED("All work is paused."),
    PLACES("Waits for one of {number} places."),
    ACCOUNT_PLACE("Waits for a place in its account."),
    ALLOWANCE("Waits for tomorrow's allowance: {number} runs a day are used up."),
    SCHEDULE_OFF("It is switched off."),
    OFF("{name} is switched off."),
    UNPROVEN("{name} was not proven to work yet."),
    IN_ERROR("{name} is in error."),
    NO_ANSWER("No answer came; Pilothouse looks whether Amazon has it."),
    CUT_OFF("Its sending was cut off; Pilothouse looks whether Amazon has it."),
    NEVER_ARRIVED("It did not reach Amazon: nothing was started. Submit it again if you still want it."),
    RUN_UNKNOWN("Amazon does not know this run any more."),
    NOT_ENDED("Amazon did not end this run within 50 hours."),
    AMAZON_SAYS("Amazon says “{name}”."),
    NOT_WRITTEN("The result could not be written: check the free space of the data folder's disk."),
    OVERLAP("The run before had not ended."),
    NOTHING_NEW("Nothing new to ask for."),
    RUN_GONE("Its run is gone."),
    FOUND_LATE("found late"),
    BY_A_PERSON("by a person"),
    NEEDS_DAYS("{number} runs on {name} need {number} days at {number} a day."),
    WORKFLOW_GONE("Its workflow is gone."),
    DID_NOT_RUN("It did not run when it was due."),
    TOO_RECENT("The window is too recent: data arrive within 48 hours."),
    CONVERSIONS_COMING("Conversions of the window are still arriving: they take up to 14 days."),
    TOO_OLD("The window lies before the 13 months that Amazon keeps, or before the campaigns."),
    PRIVACY("Privacy thresholds removed the rows: keep them with REMOVE_VALUES, or widen the window."),
    OTHER_ACCOUNT("The campaigns belong to another account: entities of vendors and sellers differ."),
    NO_ADVERTISER("The instance has no advertiser of that type."),
    FILLING("The instance is new and still filling."),
    FILTER_VALUE("A filter has a value that never occurs."),
    OTHER_VALUE("A parameter has another value than was meant."),
    INCOMPLETE("The last two days are not complete yet: data arrive within 48 hours."),
    CONVERSIONS_LATE("Conversions keep arriving for 14 days."),
    AGED_OUT("Data older than 13 months have been deleted by Amazon."),
    TOO_LONG("The window is longer than the 13 months that Amazon keeps."),
    NO_INSTANCE("There is no AMC instance {name}."),
    TEST_FIRST("{name} was not proven to work yet: test it first."),
    RUN_ANYWAY("{name} is in error: repair it, or run anyway."),
    UNDECLARED("The parameter “{name}” is used but not declared; names count letter by letter."),
    UNUSED("The parameter “{name}” is declared but not used."),
    SELECT_STAR("AMC does not take SELECT *: name the columns."),
    LIMIT("AMC has no LIMIT: rank rows in a sub-query with ROW_NUMBER()."),
    ORDER_BY("ORDER BY counts only inside a window clause."),
    RIGHT_JOIN("AMC has no RIGHT JOIN: swap the sides."),
    GETDATE("AMC has no GETDATE()."),
    CONCAT("AMC has no ||: use CONCAT(…)."),
    NTILE("AMC refuses NTILE."),
    COLLECT("AMC takes only a column inside COLLECT."),
    NOT_COMPARED("{name} may not be compared with a value: the run is rejected."),
    NO_DSP("The instance has no DSP data for {name}."),
    NO_TABLE("The instance lists no table {name}."),
    AUDIENCE_TABLE("{name} is meant for audiences, not for reports."),
    NO_AGGREGATE("Nothing is aggregated; AMC gives no single events."),
    USER_ID("user_id never leaves AMC; count it instead."),
    COUNT_STAR_OVER("AMC refuses COUNT(*) OVER: count a column."),
    WIDENED("“{name}” was widened to {name}."),
    CURRENCIES_ASSUMED(
            "Currencies are assumed from the marketplaces; add currency_iso_code to the question to be sure."),
    CRON_FIELDS("A cron expression has five fields, this has {number}."),
    CRON_FIELD("The cron field “{name}” cannot be read."),
    EITHER_DAY("A day matches if either the day of the month or the day of the week does."),
    STEPS_OF_DAYS("Steps of days begin anew each month; for every N days choose that trigger instead."),
    NEVER_DUE("No turn falls into the next five years."),
    TOO_OFTEN("It is due more often than every 15 minutes."),
    NO_DAYS("Every 0 days is never."),
    NO_DAY_AND_TIME("“{name}” is no day and time."),
    WINDOW_WORDS("Days are last-days:N, previous-week:DAY, previous-month, month-to-date, since-last-success:N or"
            + " fixed:FROM:TO, not “{name}”."),
    TWO_DATES("Fixed days are two dates, not “{name}”."),
    ENDS_FIRST("The days of “{name}” end before they begin."),
    DAYS_FROM_TO("There can be 1 to 400 days, not {name}."),
    NO_WEEKDAY("“{name}” is no weekday.");

    private final Wording wording;

    Sentence(String template) {
        wording = new Wording(template);
    }

    /// @param values what stands in its places, in order; more than there are places are left out
    public String say(Object... values) {
        return wording.with(values);
    }

    /// @return the same name as part of a key
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A sentence that was heard.
    ///
    /// @param values what stands in its places, in order
    public record Heard(Sentence sentence, List<String> values) {}

    /// @return empty if the words are somebody else's
    public static Optional<Heard> heard(String words) {
        for (var sentence : values()) {
            var heard = sentence.wording.heard(words);
            if (heard.isPresent()) {
                return heard.map(it -> new Heard(sentence, it.values()));
            }
        }
        return Optional.empty();
    }
}
