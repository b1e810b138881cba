/// Commands about the library of all servers: reading it, looking into it, deciding, rating.
///
/// May use: `cli`, `tasks`, `domain`. Used by: `cli`.
@NullMarked
package io.pilothouse.cli.library;

import org.jspecify.annotations.NullMarked;
