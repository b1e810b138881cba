package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one *arr last told of its torrents.
///
/// @param reachable whether its latest answer is fresh; what it told before stays otherwise
/// @param downloads its queue by download id, lower case
public record ArrView(
        InstanceId instance,
        boolean reachable,
        Instant at,
        List<ArrClient> clients,
        Map<String, ArrDownload> downloads) {

    public ArrView {
        clients = List.copyOf(clients);
        downloads = Map.copyOf(downloads);
    }

    /// @return whether another answer says the same, only later
    public boolean says(ArrView later) {
        return reachable == later.reachable && clients.equals(later.clients) && downloads.equals(later.downloads);
    }

    /// @return of its entries, and of those its queue speaks of, which may be of other kinds
    public Set<String> clientNames() {
        return Stream.concat(
                        clients.stream().map(ArrClient::name),
                        downloads.values().stream().map(ArrDownload::client))
                .collect(Collectors.toSet());
    }

    public ArrView unreachable() {
        return new ArrView(instance, false, at, clients, downloads);
    }
}
