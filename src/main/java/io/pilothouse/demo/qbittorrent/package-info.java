/// qBittorrent as a simulator: login, sessions and bans, version profiles from 4.5 to 5.2, the
/// torrent list whole and as deltas, categories, tags, start and stop, delete.
///
/// Options of a spec: `version` (for example `4.5.2`, `4.6.7`, `5.0.4`, `5.1.0`, `5.2.3`), `torrents`
/// (how many, 240 without it), `bypass` (`true`: no password needed from here), `apiKey` (`true`: the
/// way in is an API key, from 5.2), `size` (`small`: 24 torrents).
///
/// Not simulated: adding torrents, moving data, limits, trackers' troubles, the deltas lost by 4.6
/// and later when an answer is lost.
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.qbittorrent;

import org.jspecify.annotations.NullMarked;
