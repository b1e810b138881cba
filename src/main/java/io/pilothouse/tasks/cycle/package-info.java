/// Processing cycles: rules, runs, budgets, and following what came of each search until it settles.
/// A dry run is the same code without the act.
@NullMarked
package io.pilothouse.tasks.cycle;

import org.jspecify.annotations.NullMarked;
