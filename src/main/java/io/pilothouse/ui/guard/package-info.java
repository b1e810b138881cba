/// The sheet that asks before an act that cannot or should not happen at once: it names the instance,
/// says what the act touches, and takes what the guards want. The guards themselves decide, in
/// `tasks`. May use: domain, tasks, ui.common, ui.shell. Used by: every feature of ui that acts.
@NullMarked
package io.pilothouse.ui.guard;

import org.jspecify.annotations.NullMarked;
