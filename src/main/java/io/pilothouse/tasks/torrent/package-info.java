/// Torrents over many clients: watching them, who owns them, what people and rules do to them, and taking it
/// back.
@NullMarked
package io.pilothouse.tasks.torrent;

import org.jspecify.annotations.NullMarked;
