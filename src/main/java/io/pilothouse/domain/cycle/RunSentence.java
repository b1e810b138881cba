package io.pilothouse.domain.cycle;

import io.pilothouse.domain.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The sentences in which runs and searches, and what is told of work, say what came of it. Several may follow one
/// another, with somebody else's words between them.
public enum RunSentence {
    // what is told although nobody looks

    NOT_SENT("A message could not be sent: {words}"),
    RULE_OFF("The rule “{name}” of {name} switched itself off after {number} failed runs."),
    RULES_BRAKED("The rules of {name} take nothing away: {words}"),
    RULES_CAPPED("The rules of {name} remove only so many at a time: {words}"),
    RULES_SAY_MORE("The rules of {name} say of “{name}” and {number} more: {words}"),
    RULES_SAY("The rules of {name} say of “{name}”: {words}"),
    TURN_NOT_STARTED("“{name}” could not start on {name}: {words}"),
    SCHEDULE_STILL("“{name}” stands still after {number} failures in a row."),
    REMOTE_FAILED_SAYING("Amazon's schedule “{name}” of {name} failed: {words}"),
    REMOTE_FAILED("Amazon's schedule “{name}” of {name} failed."),
    REMOTE_SILENT("Amazon's schedule “{name}” of {name} did not run when it was due."),
    CONSENT_ENDED("The consent for {name} has ended."),
    CONSENT_ENDS_TODAY("The consent for {name} ends today."),
    CONSENT_ENDS_TOMORROW("The consent for {name} ends tomorrow."),
    CONSENT_ENDS("The consent for {name} ends in {number} days."),

    // why torrent rules do what they do

    NOBODY_OWNS("Nobody owns it."),
    DISPUTED("Several instances use its category: {number} of them. None of their queues knows it."),
    HAS_TAG("It has the tag {last}."),
    LEFT_ALONE("Its tracker or category is left alone."),
    FORCED("It is forced by hand."),
    LONG_CHECKED("It has been checked or moved for more than a day."),
    CHECKED("It is being checked, loaded or moved."),
    NOTHING_TO_DO("Nothing is to be done."),
    TURNED("But it was stopped and started {number} times in a day, so it is left as it is now."),
    TOUCHED("Something was done to it in the last ten minutes."),
    YOUNG("It has been here for less than ten minutes."),
    OWNER_DEAF("Its owner cannot be told now."),
    FILES_MISSING("Its files are missing."),
    FILES_WATCHED("Its files are missing; it is watched first."),
    RECHECK_FAILED("Its files are missing, and a recheck did not find them."),
    IN_ERROR("It is in error."),
    ERROR_LATELY("It is in error and was started lately."),
    DISK_FULL("Its disk is full."),
    FAILS_AGAIN("It was started {number} times this week and fails again."),
    ASKS_RECHECK("Its category asks for a recheck."),
    RECHECKED("It was rechecked."),
    RECHECKED_UNKNOWN("It was rechecked; nobody knows its category before."),
    SAYS_FAILED("Its category says that it failed."),
    SAYS_FAILED_UNKNOWN("Its category says that it failed; nobody knows its category before."),
    NO_ROOM("It would not fit on the disk with the reserve of {figure}."),
    FITS("It fits on the disk again."),
    STOPPED_FOR_SPACE("It was stopped because it does not fit on the disk."),
    SEARCHED_AGAIN("Its owner was asked for another one; it stays."),
    UNGUARDED("{number} downloads lie on other disks, of which it is not known what is free: no space is kept there."),
    STARTED_HERE("Stopped downloads are started here."),
    STOPPED_BY_HAND("Somebody stopped it."),
    NO_METADATA_YET("It waits for its metadata."),
    METADATA_STRIKES("It waits for its metadata: {figure} of {figure}, strike {number} of {number}."),
    NO_METADATA("It has no metadata after {figure}."),
    FILES_UNSEEN("Its files were not looked at yet."),
    STALLED_STRIKES("No progress for {figure} of {figure}, strike {number} of {number}."),
    NO_PROGRESS("No progress for {figure}."),
    NO_COPY("No progress for {figure}, and nobody has a full copy."),
    PRIVATE_TRACKER("Its tracker is private or may be."),
    SLOW_STRIKES("It would take {figure}, strike {number} of {number}."),
    TOO_SLOW("It would take {figure}."),
    UNWANTED("Its owner does not want it any more: {words}"),
    OWNER_SILENT("It is complete; its owner cannot be asked now."),
    COMPLETE("It is complete."),
    IMPORTING("Its owner imports it now."),
    OWNER_IMPORTED("Its owner has imported it."),
    TOLD_COMPLETE("Its owner was told that it is complete."),
    NOT_IMPORTED("Its owner did not import it in {figure}."),
    CANNOT_IMPORT("Its owner cannot import it: {words}"),
    NO_REASON("It gives no reason."),
    BY_HAND("Import it by hand."),
    SEEDS_ON("It seeds on: ratio {figure}, {figure}."),
    SEEDED_ENOUGH("It has seeded enough."),
    RATIO_MET("Its ratio is {figure} of {figure}."),
    TIME_MET("It has seeded for {figure} of {figure}."),
    IDLE_MET("It was idle for {figure}."),
    SUPERSEDED("Its owner has something else by now."),
    NOT_YET_IMPORTED("It has seeded enough but is not imported."),
    OWNER_REMOVES("It has seeded enough; its owner removes finished torrents itself."),
    SEEDING_DUTY("Seeding duty: ratio {figure} of {figure}, {figure} of {figure}."),
    NO_TRACKER_WORKS("None of its trackers works: {words}"),
    TRACKER_WORKS("A tracker of it works again."),
    LACKS_TAGS("It lacks tags."),
    OTHER_SHARES("Its share limits are others."),
    OTHER_LIMITS("Its limits are others."),
    DISK_GONE("The files of {number} torrents below {name} are missing at once: is its disk mounted?"),
    ALL_PAUSED("All background work is paused."),
    HOST_SILENT("The host {name} is silent."),
    INSTANCE_IS("The instance is {state}."),
    OTHER_ANSWERS("Somebody else answers as {last}."),

    // what torrent rules did, in the log

    RULE_DID("“{name}”: {deed}. {words}"),
    RULE_SIMPLY_DID("“{name}”: {deed}."),
    RULE_DID_NOT("“{name}” could not be {deed}: {words}"),
    MORE_DONE("And {number} more: {deed}."),
    MORE_NOT_DONE("And {number} more could not be {deed}."),

    // what came of a run or a search; those that begin with a name come last, it could be anything

    ASKED("Asked for {number} of {number}."),
    WOULD_ASK("Would ask for {number} of {number}."),
    WOULD_DO("Would do something to {number} of {number} torrents."),
    TO_BE_DONE("Something is to be done to {number} of {number} torrents."),
    NOTHING_TAKEN("Nothing is taken away: {words}"),
    NOTHING_WANTED("Nothing is wanted."),
    NOTHING_HERE("Nothing is wanted in the part that was looked at; the next run goes on."),
    NONE_ASKED("0 of {number} asked: {reasons}."),
    STOPPED("Stopped after {number} of {number}."),
    BUSY("The service does not get to the searches it has."),
    TAG_NOT_SET("The tag was not set: {words}"),

    // budgets

    BUDGET_USED("The budget of {number} searches is used up until {time}."),
    BUDGET_GONE("The budget was used up meanwhile."),
    DAY_USED("The budget of {number} a day is used up."),
    RUN_FULL("A run asks for at most {number}."),

    // gates

    PAUSED("{name} is paused."),
    NOT_TODAY("The rule does not run on {day}."),
    UNCHECKED("{name} is not checked yet."),
    HEALTH("The state of {name} is {state}."),
    STRANGER("Another service than before answers at the address of {last}."),
    SEARCH_BLOCKED("A search cannot end in a download: {words}"),
    NO_LIST("This version of the service has no list for \"{pass}\"."),
    SEEDING("{number} torrents are seeding, more than {number}."),
    QUEUE_LONG("{number} downloads are in the queue, more than {number}."),
    NO_PROFILE("There is no quality profile {name} to leave out."),

    // a queue's care

    QUEUE_EMPTY("The queue is empty."),
    NONE_DEALT("None of {number} dealt with: {reasons}."),
    WOULD_DEAL("Would deal with {number} of {number}."),
    DEALT("Dealt with {number} of {number}."),
    NOT_TENDED("Its queue cannot be tended."),
    NO_BLOCKLIST("This version of the service cannot keep a release away."),

    // outcomes

    NOTHING_GRABBED("Nothing was grabbed."),
    RESTARTED("The service restarted while it searched."),
    CANCELLED("The search was cancelled."),
    LEFT_QUEUE("The download left the queue without being imported."),
    NO_OUTCOME("No outcome within {number} days."),
    NOT_SEEN_LATELY("{name} was not seen lately."),
    NOT_SEEN_YET("{name} was not seen yet."),
    LOADS_TORRENTS("{name} is loading its torrents."),
    CAME_BACK("{name} came back less than two minutes ago."),
    QBITRR_RUNS("{name} is tended by qBitrr still: it set tags in the last hour."),
    SAME_SERVER("{name} and {name} are the same server: its rules run for the second only."),
    IS_GUARDED("{name} is Guarded: background work waits for a release."),
    ARE_GUARDED("{name} are Guarded: background work waits for a release."),
    LOST_AT_ONCE("{number} of its {number} torrents went at once."),
    TROUBLED_AT_ONCE(
            "{number} torrents at once are in error, without files, or to be removed; {number} are the limit."),
    NOTHING_WAS("Nothing was to be done."),
    DONE("{number} of {number} done."),
    BRAKE_HOLDS("{number} are held by the brake."),
    SO_MANY_AT_ONCE("{number} wait: so many may be removed at once."),
    REFUSED("{number} found and refused: {words}");

    private final Wording wording;

    RunSentence(String template) {
        wording = new Wording(template);
    }

    /// Something said: a known sentence with what stands in its places, or words that are none of them.
    ///
    /// @param sentence empty for other words
    /// @param values   as they were said, in the order of [#places]
    public record Part(Optional<RunSentence> sentence, List<String> values, String words) {}

    /// @return the sentence with these in its places, in order
    public String with(Object... values) {
        return wording.with(values);
    }

    public List<Wording.Place> places() {
        return wording.places();
    }

    /// Takes apart what a run said.
    public static List<Part> heard(String text) {
        var parts = new ArrayList<Part>();
        for (int at = 0; at < text.length(); ) {
            var part = part(text, at);
            parts.add(part);
            at += part.words().length() + 1; // the space after it
        }
        return parts;
    }

    private static Part part(String text, int from) {
        return sentence(text, from, _ -> true)
                .orElseGet(() -> new Part(Optional.empty(), List.of(), others(text, from)));
    }

    private static Optional<Part> sentence(String text, int from, Predicate<RunSentence> which) {
        for (var sentence : values()) {
            var heard = which.test(sentence) ? sentence.wording.heardAt(text, from) : Optional.<Wording.Heard>empty();
            if (heard.isPresent()) {
                return heard.map(it -> new Part(Optional.of(sentence), it.values(), it.words()));
            }
        }
        return Optional.empty();
    }

    /// @return somebody else's words, to the end or to a sentence of ours; one that begins with a name or a
    ///     number could begin anywhere in them
    private static String others(String text, int from) {
        for (int stop = text.indexOf(". ", from); stop >= 0; stop = text.indexOf(". ", stop + 1)) {
            if (sentence(text, stop + 2, it -> !it.wording.beginsWithPlace()).isPresent()) {
                return text.substring(from, stop + 1);
            }
        }
        return text.substring(from);
    }
}
