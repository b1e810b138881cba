/// Windows of time in which an instance is expected to misbehave.
@NullMarked
package io.pilothouse.tasks.maintenance;

import org.jspecify.annotations.NullMarked;
