/// Settings of instances beside each other. Pure values. May use: domain.instance. Used by: connectors,
/// tasks, ui.
@NullMarked
package io.pilothouse.domain.compare;

import org.jspecify.annotations.NullMarked;
