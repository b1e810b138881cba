/// What tests of several layers share: time moved by hand, waiting for conditions, stand-ins.
@NullMarked
package io.pilothouse.testing;

import org.jspecify.annotations.NullMarked;
