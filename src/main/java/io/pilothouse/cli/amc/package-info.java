/// Amazon Marketing Cloud on the terminal: `pilothouse amc …`.
///
/// May use: cli, domain, tasks. Used by: `cli`.
@NullMarked
package io.pilothouse.cli.amc;

import org.jspecify.annotations.NullMarked;
