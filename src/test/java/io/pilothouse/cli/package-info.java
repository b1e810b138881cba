@NullMarked
package io.pilothouse.cli;

import org.jspecify.annotations.NullMarked;
