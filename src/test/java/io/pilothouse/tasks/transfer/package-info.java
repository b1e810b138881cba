@NullMarked
package io.pilothouse.tasks.transfer;

import org.jspecify.annotations.NullMarked;
