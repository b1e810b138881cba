/// Stash as a simulator: GraphQL over the types below, keyed or keyless, versions v0.27 to v0.30, a
/// generated library that can be listed page by page.
///
/// Options of a spec: `version` (for example `v0.28.1`), `keyless` (`true`), `status` (`OK`, `SETUP`,
/// `NEEDS_MIGRATION`), `scenes` (how many, 1200 without it), `size` (`small`: 60 scenes).
///
/// Not simulated: what the contract says is never used, and filters that the console does not ask with.
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.stash;

import org.jspecify.annotations.NullMarked;
