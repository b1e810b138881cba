/// Commands about torrents over many clients, and the rules that tend them.
///
/// May use: `cli`, `tasks`, `domain`. Used by: `cli`.
@NullMarked
package io.pilothouse.cli.torrent;

import org.jspecify.annotations.NullMarked;
