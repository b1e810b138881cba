/// Where windows stood and what they showed, so that they come back. May use: domain, store. Used by:
/// ui.
@NullMarked
package io.pilothouse.tasks.window;

import org.jspecify.annotations.NullMarked;
