package io.pilothouse.domain.torrent;

/// Somebody a torrent is exchanged with. Speeds in bytes per second.
///
/// @param address IP address and port
/// @param client  what program it says to be
public record TorrentPeer(String address, String client, double progress, long downloadSpeed, long uploadSpeed) {}
