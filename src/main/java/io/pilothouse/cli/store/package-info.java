/// Commands about the store as a whole: copies, condition, key, export and import.
@NullMarked
package io.pilothouse.cli.store;

import org.jspecify.annotations.NullMarked;
