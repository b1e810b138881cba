@NullMarked
package io.pilothouse.store;

import org.jspecify.annotations.NullMarked;
