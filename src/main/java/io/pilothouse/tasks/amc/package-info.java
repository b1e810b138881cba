/// Amazon Marketing Cloud over any number of instances: logins and accounts, the library of questions,
/// runs that are never sent twice, results kept here, schedules, collections, brands, usage.
///
/// [io.pilothouse.tasks.amc.Amc] holds it together. May use: domain, store, connectors. Used by: ui, cli,
/// wiring.
@NullMarked
package io.pilothouse.tasks.amc;

import org.jspecify.annotations.NullMarked;
