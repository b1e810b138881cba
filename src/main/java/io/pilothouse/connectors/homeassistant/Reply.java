package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;

/// How Home Assistant answered one command.
public sealed interface Reply {

    /// @param result whatever the command yields, a null node where it yields nothing
    record Done(JsonNode result) implements Reply {}

    /// @param code    Home Assistant's word, for example `unknown_command` or `unauthorized`
    /// @param message for people; of the server, so redact before logging
    record Refused(String code, String message) implements Reply {

        /// @return whether the token's user lacks a right. A refusal by a service says so only in its
        ///     message.
        public boolean needsAdministrator() {
            return code.equals("unauthorized")
                    || code.equals("not_allowed")
                    || (code.equals("home_assistant_error") && message.equals("Unauthorized"));
        }
    }
}
