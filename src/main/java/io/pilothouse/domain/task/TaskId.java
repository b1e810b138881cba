package io.pilothouse.domain.task;

/// Number of one task, growing over the life of the store; written `t17`.
public record TaskId(long number) implements Comparable<TaskId> {

    /// @throws IllegalArgumentException if `text` is no task id
    public static TaskId parse(String text) {
        if (!text.matches("t\\d{1,18}")) {
            throw new IllegalArgumentException("not a task id: " + text);
        }
        return new TaskId(Long.parseLong(text.substring(1)));
    }

    @Override
    public int compareTo(TaskId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "t" + number;
    }
}
