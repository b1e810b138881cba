/// What people look at and change on the *arr apps beside hunting: libraries, calendars, the apps' own upkeep.
@NullMarked
package io.pilothouse.tasks.arr;

import org.jspecify.annotations.NullMarked;
