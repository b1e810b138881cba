/// How people want their tables, kept over restarts and shared between all instances of a kind. May
/// use: domain, store. Used by: ui, the wiring.
@NullMarked
package io.pilothouse.tasks.view;

import org.jspecify.annotations.NullMarked;
