/// Export and import of instances, from Pilothouse and from other tools.
@NullMarked
package io.pilothouse.tasks.transfer;

import org.jspecify.annotations.NullMarked;
