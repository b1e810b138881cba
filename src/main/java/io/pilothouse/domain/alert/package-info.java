/// What is told to people: which event, by which channel, and when nothing is said.
@NullMarked
package io.pilothouse.domain.alert;

import org.jspecify.annotations.NullMarked;
