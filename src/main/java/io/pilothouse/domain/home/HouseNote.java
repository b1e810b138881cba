package io.pilothouse.domain.home;

import io.pilothouse.domain.Wording;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why a report of a house is not the whole of it, in our own words. The terminal says it in English as it stands; a
/// window of another language hears which sentence it was.
public enum HouseNote {
    PLAIN("A proxy lets no WebSockets pass: only what the house tells to plain requests."),
    NO_BOARDS("This version tells no boards and dongles."),
    NO_SUPERVISOR("No Supervisor: only boards, dongles and facts about the installation."),
    HARDWARE_CLOSED("Devices, drives and the host need an administrator's token."),
    SUPERVISOR_SILENT("The Supervisor gave no {name}: {last}"),
    NO_ADAPTERS("This version tells no network adapters."),
    ADAPTERS_CLOSED("Adapters need an administrator's token; these are only the addresses of the house."),
    ADDRESS_CLOSED("The address the house found by itself needs an administrator's token."),
    ONLY_SET_ADDRESSES("This version only tells the addresses that were set."),
    NO_BACKUPS("This installation has no backups of its own."),
    PLACE_SILENT("{name} does not answer: {last}");

    private final Wording wording;

    HouseNote(String template) {
        wording = new Wording(template);
    }

    /// @param values what stands in its places, in order
    public String say(Object... values) {
        return wording.with(values);
    }

    /// @return the same name as part of a key
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A note that was heard.
    ///
    /// @param values what stands in its places, in order
    public record Heard(HouseNote note, List<String> values) {}

    /// @return empty for somebody else's words
    public static Optional<Heard> heard(String said) {
        for (var note : values()) {
            var heard = note.wording.heard(said);
            if (heard.isPresent()) {
                return heard.map(it -> new Heard(note, it.values()));
            }
        }
        return Optional.empty();
    }
}
