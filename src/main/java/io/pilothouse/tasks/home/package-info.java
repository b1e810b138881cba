/// Houses of Home Assistant: the operations on each, always with an explicit instance; live lines that are
/// kept up while somebody looks; comparing houses and finding what is wrong in all of them.
///
/// Nothing here knows which house a window shows. Commands that change a house pass the guards first.
/// May use: connectors, domain, tasks. Used by: ui, cli, wiring.
@NullMarked
package io.pilothouse.tasks.home;

import org.jspecify.annotations.NullMarked;
