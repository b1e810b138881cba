/// Commands about processing cycles: their rules, runs and outcomes.
///
/// May use: `cli`, `tasks`, `domain`. Used by: `cli`.
@NullMarked
package io.pilothouse.cli.cycle;

import org.jspecify.annotations.NullMarked;
