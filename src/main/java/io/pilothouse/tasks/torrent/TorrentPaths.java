package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RemotePath;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.tasks.instance.Instances;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Where *arrs see what torrent clients have: by what a person said at the client, else by the *arr's own
/// list of remote paths. Methods block: call them from a task. Thread-safe.
public final class TorrentPaths {

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentWatch watch;

    TorrentPaths(Instances instances, TorrentLines lines, TorrentWatch watch) {
        this.instances = instances;
        this.lines = lines;
        this.watch = watch;
    }

    /// One torrent of a category, and whether its *arr sees it.
    ///
    /// @param path   as the client sees it
    /// @param mapped as the *arr should see it
    /// @param sees   empty where the *arr could not be asked
    public record Seen(
            InstanceId client,
            InstanceId arr,
            String category,
            String name,
            String path,
            String mapped,
            Optional<Boolean> sees,
            String message) {}

    /// @return the torrent's path as an *arr sees it
    String mapped(Instance client, Instance arr, Torrent torrent) throws ConnectorException, InterruptedException {
        var path = torrent.contentPath();
        var told = RemotePath.map(path, said(client), List.of());
        return told.equals(path) ? mapped(client, arr, torrent, lines.arr(arr, TracksDownloads::remotePaths)) : told;
    }

    /// @param pairs the *arr's own list of remote paths
    String mapped(Instance client, Instance arr, Torrent torrent, List<RemotePath> pairs) {
        var path = torrent.contentPath();
        var told = RemotePath.map(path, said(client), List.of());
        return told.equals(path) ? RemotePath.map(path, pairs, hosts(client, arr)) : told;
    }

    private static List<RemotePath> said(Instance client) {
        return RemotePath.read(client.configuration().settings().getOrDefault("paths", ""));
    }

    /// The client's names: those of its addresses, and the one by which the *arr calls it.
    private List<String> hosts(Instance client, Instance arr) {
        var hosts = new ArrayList<String>();
        var connection = client.configuration().connection();
        Optional.ofNullable(URI.create(connection.address().toString()).getHost())
                .ifPresent(hosts::add);
        connection
                .second()
                .flatMap(second ->
                        Optional.ofNullable(URI.create(second.toString()).getHost()))
                .ifPresent(hosts::add);
        watch.fleet()
                .get()
                .ownership()
                .view(arr.id())
                .ifPresent(view -> view.clients().forEach(entry -> hosts.add(entry.host())));
        return hosts;
    }

    /// Looks whether *arrs see what is theirs: one whole torrent of each category of each client.
    ///
    /// @param clients empty for all
    public List<Seen> check(Collection<InstanceId> clients) throws InterruptedException {
        var fleet = watch.fleet().get();
        var all = new ArrayList<Seen>();
        for (var side : fleet.sides().values()) {
            var client = instances.find(side.instance());
            if (client.isEmpty() || (!clients.isEmpty() && !clients.contains(side.instance()))) {
                continue;
            }
            var looked = new HashSet<String>();
            for (var torrent : side.torrents().values()) {
                boolean sample = torrent.complete() && !torrent.contentPath().isEmpty();
                if (sample
                        && fleet.ownership().of(torrent) instanceof Owner.Arr owner
                        && looked.add(owner.instance() + "/" + torrent.category())) {
                    all.add(look(client.get(), owner.instance(), torrent));
                }
            }
        }
        return all;
    }

    private Seen look(Instance client, InstanceId owner, Torrent torrent) throws InterruptedException {
        var path = torrent.contentPath();
        try {
            var arr = instances.find(owner).orElseThrow();
            var mapped = mapped(client, arr, torrent);
            boolean sees = lines.arr(arr, line -> line.sees(mapped));
            return new Seen(
                    client.id(), owner, torrent.category(), torrent.name(), path, mapped, Optional.of(sees), "");
        } catch (ConnectorException e) {
            return new Seen(
                    client.id(),
                    owner,
                    torrent.category(),
                    torrent.name(),
                    path,
                    path,
                    Optional.empty(),
                    e.problem().summary());
        }
    }
}
