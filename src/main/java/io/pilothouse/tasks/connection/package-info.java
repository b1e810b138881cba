/// Recognising, testing and diagnosing an address, saved or not.
@NullMarked
package io.pilothouse.tasks.connection;

import org.jspecify.annotations.NullMarked;
