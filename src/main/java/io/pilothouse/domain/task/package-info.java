/// Work that can be watched and stopped, as values: what a task is, how far it is, how it ended.
@NullMarked
package io.pilothouse.domain.task;

import org.jspecify.annotations.NullMarked;
