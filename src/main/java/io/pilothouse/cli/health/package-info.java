/// Commands about health, its history, and maintenance windows.
@NullMarked
package io.pilothouse.cli.health;

import org.jspecify.annotations.NullMarked;
