/// Services made up for tests of windows: a fleet of fourteen as in the pictures, answers that come
/// when told, time that passes by hand.
@NullMarked
package io.pilothouse.testing.ui;

import org.jspecify.annotations.NullMarked;
