package io.pilothouse.domain.arr;

import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// By what an app decides and where it looks: quality profiles, custom formats, indexers, download clients and
/// naming. No secret is in it.
///
/// @param naming keys and values in the app's own words
public record Setup(
        List<Profile> profiles,
        List<String> formats,
        List<Provider> indexers,
        List<Provider> clients,
        SequencedMap<String, String> naming) {

    public Setup {
        profiles = List.copyOf(profiles);
        formats = List.copyOf(formats);
        indexers = List.copyOf(indexers);
        clients = List.copyOf(clients);
        naming = Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(naming));
    }

    /// @param upgrades    whether files are replaced by better ones at all
    /// @param cutoff      quality or group from which a file is good enough
    /// @param qualities   those allowed, the best first
    /// @param leastScore  of custom formats, for a release to be taken
    /// @param cutoffScore of custom formats, from which a file is good enough
    /// @param scores      of custom formats that count
    public record Profile(
            String name,
            boolean upgrades,
            String cutoff,
            List<String> qualities,
            int leastScore,
            int cutoffScore,
            SortedMap<String, Integer> scores) {

        public Profile {
            qualities = List.copyOf(qualities);
            scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
        }
    }

    /// An indexer or a download client.
    ///
    /// @param product what it is
    public record Provider(String name, String product, String protocol, int priority, boolean enabled) {}
}
