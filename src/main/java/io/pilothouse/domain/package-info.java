/// What Pilothouse talks about. Records, enumerations and pure functions only: nothing here opens a
/// file, a socket or a window, reads the clock, or knows that SQLite, JSON or JavaFX exist. May use:
/// java.base. Used by: every other package.
@NullMarked
package io.pilothouse.domain;

import org.jspecify.annotations.NullMarked;
