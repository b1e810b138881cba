package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Address;
import java.net.URI;
import java.util.Optional;

/// Looking at an address as anybody could: plain requests that carry no secret. Answers are kept
/// for the visit, so that several kinds asking for the same page cost one request. Redirects within
/// the same host are followed, others are not.
public interface Visit {

    Address address();

    /// Fetches a page below [#address()].
    ///
    /// @param path relative, without a leading slash
    /// @throws ConnectorException   if nothing answers; every HTTP status is an answer
    /// @throws InterruptedException if the calling task was cancelled
    Page get(String path) throws ConnectorException, InterruptedException;

    /// Posts a JSON body below [#address()], for services that have no readable page.
    Page post(String path, String json) throws ConnectorException, InterruptedException;

    /// @param from     what answered in the end, after redirects
    /// @param location where it redirects to, when it does and was not followed
    /// @param body     at most 256 KiB of it
    record Page(URI from, int status, String contentType, Optional<String> location, String body) {

        public boolean ok() {
            return status >= 200 && status <= 299;
        }

        /// @return the title of a web page, blanks folded; empty when there is none
        public String title() {
            return Answer.titleOf(body);
        }
    }
}
