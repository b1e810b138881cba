/// Tests of whole windows.
@NullMarked
package io.pilothouse.ui;

import org.jspecify.annotations.NullMarked;
