@NullMarked
package io.pilothouse.tasks.instance;

import org.jspecify.annotations.NullMarked;
