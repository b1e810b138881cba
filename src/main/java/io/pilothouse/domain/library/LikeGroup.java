package io.pilothouse.domain.library;

import java.util.List;

/// A group of things that may be one.
///
/// @param why `same`: folded; `one-server`: two of one server share a mark; `conflict`: not folded
///            because two of one server would have become one; `differs`: folded, and names or dates differ; `likely`:
/// alike, not folded
public record LikeGroup(EntityType type, String why, String mark, List<EntityKey> keys) {}
