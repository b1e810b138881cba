package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.DataSafety;
import io.pilothouse.domain.torrent.RemotePath;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.instance.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds out what must be known before files are deleted: all torrents of all clients, and where the
/// libraries of the *arrs lie (contract section 11.4). Methods block: call them from a task. Thread-safe.
final class FileSafety {

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentWatch watch;
    private final TorrentPaths paths;
    private final TaskRegistry tasks;
    private final Map<InstanceId, Told> told = new ConcurrentHashMap<>();

    /// What an *arr told last; it counts while the *arr does not answer.
    ///
    /// @param roots of its library, as it sees them
    /// @param pairs its own list of remote paths
    private record Told(List<String> roots, List<RemotePath> pairs) {}

    /// What is known now.
    ///
    /// @param silent names of *arrs that never told where their libraries lie
    record Known(DataSafety data, List<String> silent) {

        /// @return why a torrent's files must stay for all that is known; empty when they may go
        Optional<String> keeps(Torrent torrent) {
            return data.keeps(torrent);
        }

        /// What cannot be found out holds a rule, whom nobody watches.
        Optional<String> keepsFromRules(Torrent torrent) {
            return silent.isEmpty()
                    ? keeps(torrent)
                    : Optional.of(String.join(", ", silent) + " did not tell where the library lies");
        }
    }

    FileSafety(Instances instances, TorrentLines lines, TorrentWatch watch, TorrentPaths paths, TaskRegistry tasks) {
        this.instances = instances;
        this.lines = lines;
        this.watch = watch;
        this.paths = paths;
        this.tasks = tasks;
    }

    /// Looks at every client and asks every *arr, all at once.
    Known ask() throws InterruptedException {
        var arrs = instances.fleet().get().live().stream()
                .filter(it -> TorrentWatch.arr(it) && it.enabled())
                .toList();
        var asking = new ArrayList<TaskHandle<Boolean>>();
        for (var arr : arrs) {
            var request = new TaskRequest(
                    "torrents-roots",
                    "ask " + arr.name() + " for its folders",
                    List.of(arr.id()),
                    Origin.PROGRAM,
                    true);
            asking.add(tasks.start(request, _ -> read(arr)));
        }
        var fleet = watch.everywhere();
        for (var task : asking) {
            task.await(); // who failed is known by what it never told
        }
        return new Known(
                new DataSafety(fleet.torrents().toList(), watch.groups(), torrent -> library(arrs, torrent)),
                arrs.stream()
                        .filter(arr -> !told.containsKey(arr.id()))
                        .map(Instance::name)
                        .toList());
    }

    private boolean read(Instance arr) throws InterruptedException {
        try {
            told.put(arr.id(), lines.arr(arr, line -> new Told(line.rootFolders(), line.remotePaths())));
            return true;
        } catch (ConnectorException ignored) { // its health tells why; what it told before counts
            return false;
        }
    }

    private Optional<String> library(List<Instance> arrs, Torrent torrent) {
        var client = instances.find(torrent.key().instance());
        for (var arr : arrs) {
            var its = told.get(arr.id());
            if (its != null && client.isPresent()) {
                var path = paths.mapped(client.get(), arr, torrent, its.pairs);
                if (its.roots.stream().anyMatch(root -> RemotePath.holds(path, root))) {
                    return Optional.of("the library of " + arr.name() + " lies there");
                }
            }
        }
        return Optional.empty();
    }
}
