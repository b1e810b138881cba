package io.pilothouse.tasks.window;

import io.pilothouse.domain.instance.InstanceId;
import java.util.Map;
import java.util.Optional;

/// One window as it was left.
///
/// @param name     stable name of the window, for example `w2`
/// @param instance what it showed; empty for a page of the program
/// @param page     stable name of the page
/// @param pinned   whether it stays with its instance
/// @param places   where it stood, by the arrangement of screens at that time; both are the windows'
///                 own words
public record WindowState(
        String name, Optional<InstanceId> instance, String page, boolean pinned, Map<String, String> places) {

    public WindowState {
        places = Map.copyOf(places);
    }
}
