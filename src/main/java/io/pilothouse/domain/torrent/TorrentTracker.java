package io.pilothouse.domain.torrent;

/// A tracker of a torrent, as the client last heard of it.
///
/// @param host    scheme and host only: the rest of the address may hold a passkey
/// @param message what the tracker said, empty for nothing
/// @param seeds   -1 when unknown
/// @param peers   -1 when unknown
public record TorrentTracker(String host, int tier, Status status, String message, int seeds, int peers) {

    public enum Status {
        OFF,
        NOT_ASKED,
        WORKING,
        ASKING,
        FAILING;

        /// @param number the client's, for example 4
        public static Status of(int number) {
            return switch (number) {
                case 0 -> OFF;
                case 2 -> WORKING;
                case 3 -> ASKING;
                case 4, 5, 6 -> FAILING;
                default -> NOT_ASKED;
            };
        }
    }

    /// @return scheme and host of a tracker's address, so that no passkey is shown or logged
    public static String shown(String address) {
        int start = address.indexOf("://");
        if (start < 0) {
            return "";
        }
        int end = address.indexOf('/', start + 3);
        var head = end < 0 ? address : address.substring(0, end);
        int user = head.indexOf('@');
        return user < 0 ? head : head.substring(0, start + 3) + head.substring(user + 1);
    }

    /// @return the host alone, without port; empty for an address without one
    public static String hostOf(String address) {
        var shown = shown(address);
        int start = shown.indexOf("://");
        if (start < 0) {
            return "";
        }
        var rest = shown.substring(start + 3);
        int port = rest.lastIndexOf(':');
        return port > 0 && !rest.endsWith("]") ? rest.substring(0, port) : rest;
    }
}
