package io.pilothouse.connectors;

import io.pilothouse.domain.compare.HeldSetting;
import java.util.List;

/// A connector whose service has settings that can be compared with those of other instances of its kind.
/// All calls block and may be interrupted.
public interface HoldsSettings {

    /// @return in the order of showing; secrets are not among them
    List<HeldSetting> settings() throws ConnectorException, InterruptedException;

    /// Gives this instance a setting as another one of its kind holds it, and reads it back.
    ///
    /// @throws IllegalArgumentException if the setting is not copyable
    void hold(HeldSetting setting) throws ConnectorException, InterruptedException;

    /// Takes a setting away that this instance did not have before it was given to it. Nothing happens where it
    /// is gone already.
    ///
    /// @throws IllegalArgumentException if settings of that section cannot be taken away
    default void drop(HeldSetting.Key key) throws ConnectorException, InterruptedException {
        throw new IllegalArgumentException("cannot be taken away: " + key);
    }
}
