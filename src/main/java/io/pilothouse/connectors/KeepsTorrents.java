package io.pilothouse.connectors;

import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAdded;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentOutcome;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentTracker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// A connector whose service keeps torrents. Thread-safe; calls block and may be interrupted. Acts of one
/// connector are carried out one after the other, beside the polls.
public interface KeepsTorrents {

    /// Asks what has changed and makes a snapshot of everything.
    TorrentSnapshot poll() throws ConnectorException, InterruptedException;

    /// @return whether it took long to answer each of the last polls, so that it should be asked less often
    default boolean slow() {
        return false;
    }

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
    /// @throws ConnectorException if the service refused it, or it never appeared
    TorrentAdded add(TorrentAddition addition) throws ConnectorException, InterruptedException;

    /// Adds several, and waits for all of them together.
    ///
    /// @throws ConnectorException if the service refused one, or not all appeared; those that did are there then
    default void addAll(List<TorrentAddition> additions) throws ConnectorException, InterruptedException {
        for (var addition : additions) {
            add(addition);
        }
    }

    /// Makes a category unless there is one of that very name.
    ///
    /// @param savePath empty for the service's default
    /// @return whether it was made now
    boolean createCategory(String name, String savePath) throws ConnectorException, InterruptedException;

    /// Changes where a category keeps its data; what else it says stays. Data of torrents that the client manages
    /// automatically may move with it, or they are not managed so any more: that is the client's affair.
    ///
    /// @param savePath empty for the service's default
    /// @return whether it was changed now
    boolean editCategory(String name, String savePath) throws ConnectorException, InterruptedException;

    /// Removes a category; torrents in it have none then.
    void removeCategory(String name) throws ConnectorException, InterruptedException;

    /// Slows the whole client down by its alternative limits, or lets it run.
    void alternativeSpeed(boolean on) throws ConnectorException, InterruptedException;

    /// The `.torrent` file, for an undo. What it says beside the torrent itself may differ from what was
    /// added: some services put in a date of creation.
    ///
    /// @return empty where the service cannot give it: too old, or metadata is missing
    Optional<byte[]> export(String hash) throws ConnectorException, InterruptedException;

    /// Reads torrents anew, past what polling knows: before something that cannot be taken back.
    ///
    /// @return those that are there
    List<Torrent> read(TorrentHashes torrents) throws ConnectorException, InterruptedException;

    /// @return empty without metadata, and where the service does not have the torrent
    List<TorrentFile> files(String hash) throws ConnectorException, InterruptedException;

    /// @param indexes  of files
    /// @param priority 0, 1, 6 or 7, see [TorrentFile]
    void filePriority(String hash, Set<Integer> indexes, int priority) throws ConnectorException, InterruptedException;

    /// The real trackers, without the rows that stand for DHT and the like.
    List<TorrentTracker> trackers(String hash) throws ConnectorException, InterruptedException;

    List<TorrentPeer> peers(String hash) throws ConnectorException, InterruptedException;

    /// @return the service's preferences by their name on the wire: texts, numbers, truths. Secrets are not among them
    SortedMap<String, Object> preferences() throws ConnectorException, InterruptedException;

    /// Changes preferences and reads them back: the service takes nonsense without a word.
    ///
    /// @return those of the changed ones that read otherwise afterwards, with what they are
    SortedMap<String, Object> changePreferences(Map<String, Object> changes)
            throws ConnectorException, InterruptedException;
}
