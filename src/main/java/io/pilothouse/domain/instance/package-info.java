/// Managed instances: their stable ids and their configuration. Secrets are not here; they are stored
/// apart and read only where a connector is opened.
@NullMarked
package io.pilothouse.domain.instance;

import org.jspecify.annotations.NullMarked;
