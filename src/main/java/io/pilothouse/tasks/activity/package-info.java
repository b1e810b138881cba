/// Who did what, when and why.
@NullMarked
package io.pilothouse.tasks.activity;

import org.jspecify.annotations.NullMarked;
