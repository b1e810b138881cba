/// Commands that start something: the engine, the demo fleet, a view in the running console.
@NullMarked
package io.pilothouse.cli.engine;

import org.jspecify.annotations.NullMarked;
