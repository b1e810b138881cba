package io.pilothouse.domain.home;

import io.pilothouse.domain.Wording;
import io.pilothouse.domain.home.HomeProblems.Found;
import io.pilothouse.domain.home.HomeProblems.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What problems of a house say in our own words. The terminal says it in English as it stands; a window of another
/// language hears which sentence it was.
public enum HouseSentence {
    REPAIR_ERROR(Kind.REPAIR, "error"),
    REPAIR_CRITICAL(Kind.REPAIR, "critical"),
    REPAIR_WARNING(Kind.REPAIR, "warning"),
    ERROR_BREAKS(Kind.REPAIR, "error, breaks in {last}"),
    CRITICAL_BREAKS(Kind.REPAIR, "critical, breaks in {last}"),
    WARNING_BREAKS(Kind.REPAIR, "warning, breaks in {last}"),
    NOT_LOADED(Kind.FAILING_AUTOMATION, "cannot be loaded"),
    RUNS_FAILED(Kind.FAILING_AUTOMATION, "failed {number} of {number} runs"),
    SAYS_NOTHING(Kind.UNAVAILABLE, "unavailable"),
    BATTERY_LOW(Kind.LOW_BATTERY, "low"),
    FROM_TO(Kind.UPDATE, "{name} to {last}"),
    NO_BACKUP(Kind.OLD_BACKUP, "there is none"),
    BACKUP_AGE(Kind.OLD_BACKUP, "the newest is {number} days old");

    private final Kind kind;
    private final Wording wording;

    HouseSentence(Kind kind, String template) {
        this.kind = kind;
        wording = new Wording(template);
    }

    /// @param values what stands in its places, in order
    public String say(Object... values) {
        return wording.with(values);
    }

    public Kind kind() {
        return kind;
    }

    /// @return the same name as part of a key
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A sentence that was heard.
    ///
    /// @param values what stands in its places, in order
    public record Heard(HouseSentence sentence, List<String> values) {}

    /// @return empty if the words of a problem are those of the house
    public static Optional<Heard> heard(Found found) {
        for (var sentence : values()) {
            var heard = sentence.wording.heard(found.text());
            if (sentence.kind == found.kind() && heard.isPresent()) {
                return heard.map(it -> new Heard(sentence, it.values()));
            }
        }
        return Optional.empty();
    }
}
