package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import java.util.List;

/// The download clients that an instance watches. Thread-safe.
@FunctionalInterface
public interface LinkedClients {

    /// @return what each of them has, not older than a few minutes; empty when there is none
    /// @throws ProblemException if one of them cannot be asked: then nothing is known
    List<TorrentSnapshot> of(InstanceId instance) throws ProblemException, InterruptedException;
}
