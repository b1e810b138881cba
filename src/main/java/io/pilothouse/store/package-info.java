/// What survives a restart: one SQLite file in the data folder, checked copies of it, and a repository
/// for each thing that is kept. The only package that knows SQL. Everything about an instance names
/// the instance and goes with it. May use: domain. Used by: tasks, wiring. Nothing here may be called
/// from the FX thread.
@NullMarked
package io.pilothouse.store;

import org.jspecify.annotations.NullMarked;
