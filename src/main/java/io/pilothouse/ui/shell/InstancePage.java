package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/// A tab of an instance. Its title is `page.<id>` in the texts.
///
/// @param position place among the tabs, ascending
/// @param appliesTo which kinds have it
/// @param open     makes the page for one instance, for good
/// @param count    the number behind the title, as it is known now; asked on the FX thread
public record InstancePage(
        String id,
        int position,
        Predicate<KindId> appliesTo,
        Function<InstanceId, PageView> open,
        Function<InstanceId, OptionalLong> count) {

    /// A tab without a number.
    public InstancePage(String id, int position, Predicate<KindId> appliesTo, Function<InstanceId, PageView> open) {
        this(id, position, appliesTo, open, _ -> OptionalLong.empty());
    }

    public InstancePage counting(Function<InstanceId, OptionalLong> number) {
        return new InstancePage(id, position, appliesTo, open, number);
    }
}
