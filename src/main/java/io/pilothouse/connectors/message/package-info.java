/// Sends messages to people outside this computer: to a server of ntfy (publishing as JSON, docs.ntfy.sh), to a
/// web hook of their own, by e-mail (SMTP, RFC 5321). May use: domain, connectors. Used by: tasks, the wiring.
@NullMarked
package io.pilothouse.connectors.message;

import org.jspecify.annotations.NullMarked;
