package io.pilothouse.connectors;

import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.RemotePath;
import java.util.List;
import java.util.Optional;

/// A connector whose service has torrents downloaded and takes them into its library. Calls block and may
/// be interrupted.
public interface TracksDownloads {

    /// @return its entries for qBittorrent, enabled ones only
    List<ArrClient> torrentClients() throws ConnectorException, InterruptedException;

    /// @return its whole queue, one entry for each download that has an id
    List<ArrDownload> downloads() throws ConnectorException, InterruptedException;

    /// What it remembers of one download, oldest first.
    ///
    /// @param downloadId a torrent's hash, in any case
    List<ArrHistory> history(String downloadId) throws ConnectorException, InterruptedException;

    /// Makes it look at its download clients now.
    ///
    /// @return the command's id
    String refreshDownloads() throws ConnectorException, InterruptedException;

    /// Makes it import what lies at a path.
    ///
    /// @param path as the service sees it
    /// @return the command's id
    String importFrom(String path, String downloadId) throws ConnectorException, InterruptedException;

    /// @return whether it has something else by now for every item that it imported from a download, or has
    ///     deleted it; false where it imported nothing from it
    boolean superseded(String downloadId) throws ConnectorException, InterruptedException;

    /// @return its own list of folders that it sees under other paths than its download clients
    List<RemotePath> remotePaths() throws ConnectorException, InterruptedException;

    /// @return the folders in which its library lies, as it sees them
    List<String> rootFolders() throws ConnectorException, InterruptedException;

    /// @param path of a file or folder, as the service sees it
    /// @return whether it sees it
    boolean sees(String path) throws ConnectorException, InterruptedException;

    /// @return whether a command has ended, and well; empty while it runs
    Optional<Boolean> ended(String command) throws ConnectorException, InterruptedException;

    /// Takes a download out of the queue; the torrent stays with its client. A download that is not there
    /// any more counts as taken out.
    void forget(ArrDownload download, boolean blocklist, boolean searchAgain)
            throws ConnectorException, InterruptedException;
}
