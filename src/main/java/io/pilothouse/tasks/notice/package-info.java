/// What a person should hear of although no instance changed its state: a schedule that stands still, a
/// login that ended. Whoever finds out tells it here; whoever shows messages listens. Knows neither.
@NullMarked
package io.pilothouse.tasks.notice;

import org.jspecify.annotations.NullMarked;
