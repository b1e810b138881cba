/// `pilothouse ha`: the houses of Home Assistant on the terminal. Each command works on the house that
/// `--on` names, else on the active one, and says which it was and why. May use: cli, domain, tasks. Used
/// by: cli.
@NullMarked
package io.pilothouse.cli.home;

import org.jspecify.annotations.NullMarked;
