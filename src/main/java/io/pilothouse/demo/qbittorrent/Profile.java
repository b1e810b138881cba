package io.pilothouse.demo.qbittorrent;

/// What differs between the versions: section 9 and 18 of the contract.
///
/// @param app   the application's version as the server prints it, without the `v`
/// @param major first part
/// @param minor second part
record Profile(String app, int major, int minor) {

    static Profile of(String version) {
        var parts = version.split("\\.");
        return new Profile(version, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    String webApi() {
        return switch (major + "." + minor) {
            case "4.3" -> "2.8.2";
            case "4.4" -> "2.8.5";
            case "4.5" -> "2.8.19";
            case "4.6" -> "2.9.3";
            case "5.0" -> "2.11.2";
            case "5.1" -> "2.11.4";
            default -> "2.15.1";
        };
    }

    boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    boolean stopsInsteadOfPausing() {
        return atLeast(5, 0);
    }

    /// Login answers 204 and 401, the cookie is named after the port, API keys exist.
    boolean modernLogin() {
        return atLeast(5, 2);
    }

    String cookie(int port) {
        return modernLogin() ? "QBT_SID_" + port : "SID";
    }
}
