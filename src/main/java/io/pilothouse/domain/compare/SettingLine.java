package io.pilothouse.domain.compare;

import io.pilothouse.domain.instance.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One setting over several instances.
///
/// @param values   by instance; an instance that does not hold it is absent
/// @param copyable whether it may be given to others
public record SettingLine(HeldSetting.Key key, Map<InstanceId, String> values, boolean copyable) {

    public SettingLine {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Optional<String> of(InstanceId id) {
        return Optional.ofNullable(values.get(id));
    }
}
