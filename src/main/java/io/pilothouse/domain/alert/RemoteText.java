package io.pilothouse.domain.alert;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;

/// What is said on a channel outside this computer. Names instances, causes and times; no title of media or
/// people.
///
/// @param title  short
/// @param body   one line for each message
/// @param events what they are, for programs
/// @param severity of the most severe
public record RemoteText(String title, String body, List<Event> events, AlertEvent.Severity severity, Instant at) {

    /// One message as a program reads it.
    public record Event(AlertEvent event, String text, List<About> about, Instant since) {
        public Event {
            about = List.copyOf(about);
        }
    }

    public record About(InstanceId id, String name) {}

    public RemoteText {
        events = List.copyOf(events);
    }
}
