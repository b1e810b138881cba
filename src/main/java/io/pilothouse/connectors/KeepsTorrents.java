package io.pilothouse.connectors;

import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentOutcome;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import java.util.Optional;

/// A connector whose service keeps torrents. Thread-safe; calls block and may be interrupted. Acts of one
/// connector are carried out one after the other, beside the polls.
public interface KeepsTorrents {

    /// Asks what has changed and makes a snapshot of everything.
    TorrentSnapshot poll() throws ConnectorException, InterruptedException;

    /// @return the latest snapshot, however old; empty before the first
    Optional<TorrentSnapshot> latest();

    /// Makes the next poll ask for everything, as after a failure.
    void reload() throws InterruptedException;

    /// Carries an act out and waits until its effect is seen, 10 s at most in most cases.
    ///
    /// @return what was seen; being accepted by the service is not enough
    /// @throws ConnectorException if the service refused it, or there was no answer: then it may have been
    ///                            carried out
    TorrentOutcome act(TorrentAct act) throws ConnectorException, InterruptedException;

    /// Adds a torrent and waits until it is listed, 10 s at most. A torrent that is there already stays as
    /// it is.
    ///
    /// @return its hash; empty for a web address, whose torrent is not known before the service has
    ///     fetched it
    /// @throws ConnectorException if the service refused it, or it never appeared
    Optional<String> add(TorrentAddition addition) throws ConnectorException, InterruptedException;

    /// Makes a category unless there is one of that very name.
    ///
    /// @param savePath empty for the service's default
    /// @return whether it was made now
    boolean createCategory(String name, String savePath) throws ConnectorException, InterruptedException;

    /// Slows the whole client down by its alternative limits, or lets it run.
    void alternativeSpeed(boolean on) throws ConnectorException, InterruptedException;

    /// The `.torrent` file, for an undo. What it says beside the torrent itself may differ from what was
    /// added: some services put in a date of creation.
    ///
    /// @return empty where the service cannot give it: too old, or metadata is missing
    Optional<byte[]> export(String hash) throws ConnectorException, InterruptedException;
}
