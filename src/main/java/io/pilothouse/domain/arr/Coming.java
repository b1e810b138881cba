package io.pilothouse.domain.arr;

import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;

/// Something that comes out, or came out, on a day.
///
/// @param what which of its dates, in the app's words, for example `digital release`; empty where there is
///             only one
public record Coming(Instant at, ItemKey item, String title, String what, boolean have, boolean monitored) {}
