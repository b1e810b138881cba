package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;

/// What a window shows.
public sealed interface Location {

    String page();

    record Program(String page) implements Location {}

    record OfInstance(InstanceId instance, String page) implements Location {}
}
