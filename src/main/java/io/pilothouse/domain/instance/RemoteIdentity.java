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

    /// @return the product and, where it tells one, its version: builds of one's own often tell none
    public String productAndVersion() {
        return version.isEmpty() ? product : product + " " + version;
    }

    /// Whether `other` is the same installation, whatever its version: by the service's own id where
    /// both have one, else by the facts both have, and by name only where there is nothing better, as
    /// names are changed by people.
    public boolean sameAs(RemoteIdentity other) {
        if (!product.equals(other.product)) {
            return false;
        }
        if (!id.isEmpty() && !other.id.isEmpty()) {
            return id.equals(other.id);
        }
        var common = new TreeMap<>(facts);
        common.keySet().retainAll(other.facts.keySet());
        if (!common.isEmpty()) {
            return common.entrySet().stream().allMatch(fact -> fact.getValue().equals(other.facts.get(fact.getKey())));
        }
        return name.isEmpty() || other.name.isEmpty() || name.equals(other.name);
    }

    /// Whether `other` is surely the same installation: not only nothing against it, but something
    /// for it.
    public boolean provenSameAs(RemoteIdentity other) {
        boolean evidence = (!id.isEmpty() && !other.id.isEmpty())
                || facts.keySet().stream().anyMatch(other.facts::containsKey);
        return evidence && sameAs(other);
    }
}
