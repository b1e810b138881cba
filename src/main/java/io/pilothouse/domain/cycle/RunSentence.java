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

    // what came of a run or a search; those that begin with a name come last, it could be anything

    ASKED("Asked for {number} of {number}."),
    WOULD_ASK("Would ask for {number} of {number}."),
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
