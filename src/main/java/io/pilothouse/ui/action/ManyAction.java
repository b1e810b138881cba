package io.pilothouse.ui.action;

import io.pilothouse.domain.instance.InstanceId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.kordamp.ikonli.Ikon;

/// Something a feature does to several chosen instances at once. Its words are `action.<id>` in the texts.
///
/// @param serves whether it can be done to an instance; it is not offered where none of the chosen ones is one
/// @param body   gets those it serves; on the FX thread, must not wait
public record ManyAction(String id, Ikon icon, Predicate<InstanceId> serves, Consumer<List<InstanceId>> body) {}
