package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.function.Function;
import java.util.function.Predicate;

/// A tab of an instance. Its title is `page.<id>` in the texts.
///
/// @param position place among the tabs, ascending
/// @param appliesTo which kinds have it
/// @param open     makes the page for one instance, for good
public record InstancePage(String id, int position, Predicate<KindId> appliesTo, Function<InstanceId, PageView> open) {}
