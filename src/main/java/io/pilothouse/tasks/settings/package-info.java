/// Settings of the program, each with its default.
@NullMarked
package io.pilothouse.tasks.settings;

import org.jspecify.annotations.NullMarked;
