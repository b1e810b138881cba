package io.pilothouse.connectors.qbittorrent;

import java.util.regex.Pattern;

/// What one server is.
///
/// @param program as `app/version` spells it, for example `v4.5.2`; only shown
/// @param api     decides what the server can do
record Versions(String program, WebApiVersion api) {

    /// Forks add a number or a suffix.
    private static final Pattern PROGRAM = Pattern.compile("v?\\d{1,3}(\\.\\d{1,5}){1,4}[\\w.+-]{0,30}");

    static boolean looksLikeOne(String text) {
        return PROGRAM.matcher(text.strip()).matches();
    }
}
