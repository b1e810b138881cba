package io.pilothouse.domain.health;

import io.pilothouse.domain.instance.InstanceId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which silence has a larger reason than the instance itself: a host that is off, or this computer
/// being offline. Pure.
///
/// @param offline   whether no host that needs the network answers, or no address that was chosen to tell
/// @param byTargets whether such addresses say so; then who answers nevertheless is judged
/// @param hosts     hosts of which every instance is silent, one of them beyond doubt
public record Silence(boolean offline, boolean byTargets, Set<String> hosts) {

    public static final Silence NONE = new Silence(false, Set.of());

    /// What the addresses say that a person chose to tell whether this computer reaches its network.
    public enum Targets {
        /// None is chosen, or nothing was silent since.
        NOT_ASKED,
        /// One of them answers.
        ANSWER,
        SILENT
    }

    /// As the instances tell it themselves.
    public Silence(boolean offline, Set<String> hosts) {
        this(offline, false, hosts);
    }

    public Silence {
        hosts = Set.copyOf(hosts);
    }

    /// Looks at the latest check of every instance that is checked in the background.
    ///
    /// @param connected whether this computer has any network at all
    public static Silence of(Collection<Probe> probes, boolean connected, Targets targets) {
        var byHost = probes.stream().collect(Collectors.groupingBy(Probe::host));
        var networked = byHost.entrySet().stream()
                .filter(entry -> NetworkPlace.of(entry.getKey()) != NetworkPlace.HERE)
                .map(java.util.Map.Entry::getValue)
                .toList();
        boolean allSilent = networked.stream().flatMap(Collection::stream).allMatch(Probe::silent);
        boolean anySilent = networked.stream().flatMap(Collection::stream).anyMatch(Probe::silent);
        boolean offline =
                switch (targets) {
                    // with one host alone nobody can tell a silent host from a missing network
                    case NOT_ASKED -> !networked.isEmpty() && (!connected || (networked.size() > 1 && allSilent));
                    case ANSWER -> false;
                    case SILENT -> anySilent;
                };
        if (offline) {
            return new Silence(true, targets == Targets.SILENT, Set.of());
        }
        var silentHosts = new TreeSet<String>();
        byHost.forEach((host, members) -> {
            if (members.size() > 1
                    && members.stream().allMatch(Probe::silent)
                    && members.stream().anyMatch(Probe::confirmed)) {
                silentHosts.add(host);
            }
        });
        return new Silence(false, silentHosts);
    }

    /// @param silent    whether the latest check found nothing that answers
    /// @param confirmed whether re-checks said the same
    public record Probe(InstanceId id, String host, boolean silent, boolean confirmed) {}
}
