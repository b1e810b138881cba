package io.pilothouse.demo.service;

import java.time.Instant;
import java.util.List;

/// One request that reached a simulated service, in the order of arrival.
///
/// @param instance name of the service that was asked
/// @param method   the HTTP method; `WEBSOCKET` for one message on an open socket
/// @param query    raw, without the question mark
/// @param headers  names of the headers sent, lower case, sorted
/// @param secret   whose secret the request carried anywhere
/// @param body     as text, at most [#LONGEST_BODY] characters
public record LoggedRequest(
        Instant at,
        String instance,
        String method,
        String path,
        String query,
        List<String> headers,
        SecretSeen secret,
        String body) {

    public static final int LONGEST_BODY = 16_384;

    /// Whose secret a request carried.
    public enum SecretSeen {
        NONE,
        OWN,
        /// a secret of another service of the fleet: it was sent to the wrong place
        FOREIGN
    }
}
