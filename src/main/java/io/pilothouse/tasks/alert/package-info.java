/// Messages to people: looks at causes, decides by the person's rules, remembers what was told.
@NullMarked
package io.pilothouse.tasks.alert;

import org.jspecify.annotations.NullMarked;
