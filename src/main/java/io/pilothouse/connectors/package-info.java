/// How Pilothouse talks to services. One sub-package per kind or family of kinds; this package holds
/// what they share. No other layer knows a service's paths or field names. May use: domain. Used by:
/// tasks, wiring.
@NullMarked
package io.pilothouse.connectors;

import org.jspecify.annotations.NullMarked;
