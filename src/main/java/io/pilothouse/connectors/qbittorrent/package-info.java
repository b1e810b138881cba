/// qBittorrent 4.4 and later (Web API 2.8.4 and later). May use: connectors, domain. Used by: tasks,
/// wiring.
@NullMarked
package io.pilothouse.connectors.qbittorrent;

import org.jspecify.annotations.NullMarked;
