/// Checked copies of the store, and restoring them.
@NullMarked
package io.pilothouse.tasks.backup;

import org.jspecify.annotations.NullMarked;
