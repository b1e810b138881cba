/// How answers look: JSON, tables, words for times and sizes.
@NullMarked
package io.pilothouse.cli.text;

import org.jspecify.annotations.NullMarked;
