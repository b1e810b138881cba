/// The active instance of each kind, for commands that name none.
@NullMarked
package io.pilothouse.cli.active;

import org.jspecify.annotations.NullMarked;
