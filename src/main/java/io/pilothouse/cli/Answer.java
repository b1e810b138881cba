package io.pilothouse.cli;

import io.pilothouse.domain.ProblemCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a command answers, once for scripts and once for people.
///
/// @param json       the one document, as [io.pilothouse.cli.text.Json] takes it
/// @param people     writes the same for people
/// @param exitStatus 0, or 1 when what was found is not well
public record Answer(@Nullable Object json, Consumer<Page> people, int exitStatus) {

    public static Answer of(@Nullable Object json, Consumer<Page> people) {
        return new Answer(json, people, 0);
    }

    /// An answer that was already written, line by line.
    public static Answer written() {
        return new Answer(WRITTEN, page -> {}, 0);
    }

    /// The end of something that answered for itself.
    public static Answer ended(int exitStatus) {
        return new Answer(WRITTEN, page -> {}, exitStatus);
    }

    /// The end of a stream that a person stopped.
    public static Answer stopped() {
        return new Answer(WRITTEN, page -> {}, ProblemCode.CANCELLED.exitStatus());
    }

    static final Object WRITTEN = new Object();

    /// @param notWell whether something is down, failed or drifted
    public Answer notWellIf(boolean notWell) {
        return new Answer(json, people, notWell ? ProblemCode.PARTLY.exitStatus() : exitStatus);
    }
}
