package io.pilothouse.domain.instance;

import java.util.SortedMap;
import java.util.TreeMap;

/// Who answered at an address: compared at every check, so that a reused address is noticed.
///
/// @param product the service's own product name, for example `Sonarr`
/// @param version as the service spells it; not part of the comparison
/// @param name    what the service calls itself, empty where it has no name
/// @param id      the service's own id, empty where it has none
/// @param facts   stable facts that tell two installations apart, by name
public record RemoteIdentity(String product, String version, String name, String id, SortedMap<String, String> facts) {

    public RemoteIdentity {
        facts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }
}
