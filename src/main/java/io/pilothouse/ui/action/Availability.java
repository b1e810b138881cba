package io.pilothouse.ui.action;

/// Whether an action can run here and now.
public sealed interface Availability {

    Availability YES = new Available();

    record Available() implements Availability {}

    /// It belongs here but not now; shown greyed out with the reason.
    ///
    /// @param reason one sentence
    record NotNow(String reason) implements Availability {}

    /// It means nothing here; not shown.
    record Absent() implements Availability {}
}
