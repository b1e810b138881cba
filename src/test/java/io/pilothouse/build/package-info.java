/// Tests of what surrounds the program: the scripts that build and run it.
///
/// May use: the JDK and the tools of the machine, which are looked up on its `PATH`.
@NullMarked
package io.pilothouse.build;

import org.jspecify.annotations.NullMarked;
