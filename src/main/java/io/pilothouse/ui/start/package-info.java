/// The screen that stands in place of the windows while the store cannot be opened: it says why, where the
/// file is, and what can be put in its place.
///
/// There is no store behind it, so it knows neither settings nor tasks: what it does is given to it by the
/// wiring as [io.pilothouse.ui.start.StartWays].
@NullMarked
package io.pilothouse.ui.start;

import org.jspecify.annotations.NullMarked;
