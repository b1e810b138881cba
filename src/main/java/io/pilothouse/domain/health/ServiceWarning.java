package io.pilothouse.domain.health;

import java.util.Optional;

/// Something the service itself complains about, in plain words.
///
/// @param source stable name of the complaint, for example `RootFolderCheck`
/// @param link   page of the service or its manual that helps, absolute
public record ServiceWarning(Severity severity, String source, String text, Optional<String> link) {

    public enum Severity {
        NOTICE,
        WARNING,
        ERROR
    }
}
