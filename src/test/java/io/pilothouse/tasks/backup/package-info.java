@NullMarked
package io.pilothouse.tasks.backup;

import org.jspecify.annotations.NullMarked;
