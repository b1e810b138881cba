/// Real qBittorrent and Home Assistant servers for tests: started on free loopback ports in a folder
/// of the test, stopped when the test ends.
///
/// The servers are made by `scripts/real-servers`. A test whose server is not installed is skipped
/// with a message that says so. Classes that use them are named `…RealServerTest`: the continuous
/// integration fails when one of those was skipped. Start a server once per class (`@BeforeAll`,
/// static `@TempDir`); a start takes a fraction of a second for qBittorrent, two to seven for Home
/// Assistant.
///
/// May use: the JDK, Jackson, JUnit. Used by: tests of every layer.
@NullMarked
package io.pilothouse.testing.realserver;

import org.jspecify.annotations.NullMarked;
