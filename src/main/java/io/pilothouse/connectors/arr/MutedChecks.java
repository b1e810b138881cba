package io.pilothouse.connectors.arr;

import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The app's own checks that a person does not want to hear of, such as those of Readarr's missing
/// metadata server, which complain for ever (section 17). They are still shown, as notices.
///
/// @param sources names of the checks, in lower case
record MutedChecks(Set<String> sources) {

    static final String SETTING = "mutedChecks";

    static MutedChecks of(Map<String, String> settings) {
        return new MutedChecks(Arrays.stream(settings.getOrDefault(SETTING, "").split(","))
                .map(it -> it.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /// @return why the text is no list of checks; empty when it is
    static Optional<String> objection(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).allMatch(it -> it.matches("[A-Za-z][A-Za-z0-9]*"))
                ? Optional.empty()
                : Optional.of("is a list of names of the app's checks, with commas between");
    }

    /// An error that ends every search stays one: what hunts heed must be seen.
    ServiceWarning heard(ServiceWarning warning) {
        boolean muted = sources.contains(warning.source().toLowerCase(Locale.ROOT)) && !ArrSearch.endsSearches(warning);
        return muted ? new ServiceWarning(Severity.NOTICE, warning.source(), warning.text(), warning.link()) : warning;
    }
}
