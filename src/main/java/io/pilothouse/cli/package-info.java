/// The terminal: the same tasks as in the window, for people and scripts. This package holds the frame
/// (parsing, answers, errors, exit status); one sub-package per group of commands. May use: tasks,
/// domain, and demo for the command that starts the simulated fleet. Used by: wiring. Knows nothing
/// of windows.
@NullMarked
package io.pilothouse.cli;

import org.jspecify.annotations.NullMarked;
