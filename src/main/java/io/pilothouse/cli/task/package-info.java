/// Commands about tasks, pausing, undo and the activity history.
@NullMarked
package io.pilothouse.cli.task;

import org.jspecify.annotations.NullMarked;
