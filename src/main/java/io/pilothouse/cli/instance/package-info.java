/// Commands about instances and their secrets.
@NullMarked
package io.pilothouse.cli.instance;

import org.jspecify.annotations.NullMarked;
