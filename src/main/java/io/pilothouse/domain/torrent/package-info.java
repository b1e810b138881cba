/// Torrents of one or many torrent clients, as values: their states, categories, and snapshots of a whole
/// client. A torrent is known by instance and hash together, never by its hash alone.
@NullMarked
package io.pilothouse.domain.torrent;

import org.jspecify.annotations.NullMarked;
