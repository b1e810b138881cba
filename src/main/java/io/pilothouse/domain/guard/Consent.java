package io.pilothouse.domain.guard;

import io.pilothouse.domain.task.Origin;
import java.util.Optional;

/// What a person has given beforehand.
///
/// @param confirmed whether they pressed the sheet's button, or passed `--yes`
/// @param listRead  whether they ticked "I have read the list"
/// @param typed     what they typed into the sheet's field
/// @param released  whether held background work of the instance was released
public record Consent(Origin origin, boolean confirmed, boolean listRead, Optional<String> typed, boolean released) {

    public static Consent none(Origin origin) {
        return new Consent(origin, false, false, Optional.empty(), false);
    }

    /// For the part on one instance of an act over several that this was given for: who typed how many they are
    /// meant each of them.
    public Consent forPart(String instance) {
        return new Consent(origin, confirmed, listRead, typed.map(_ -> instance), released);
    }

    /// For one turn of background work that a person let go.
    public static Consent released(Origin origin) {
        return new Consent(origin, false, false, Optional.empty(), true);
    }

    /// As a person agreed to when they switched the work on.
    public Consent withConfirmed() {
        return new Consent(origin, true, listRead, typed, released);
    }

    public static Consent confirmed(Origin origin) {
        return new Consent(origin, true, false, Optional.empty(), false);
    }
}
