/// The program's beginning and end: it builds the parts, starts the window or the command line, and
/// stops them. Sees every other package; none sees it.
@NullMarked
package io.pilothouse;

import org.jspecify.annotations.NullMarked;
