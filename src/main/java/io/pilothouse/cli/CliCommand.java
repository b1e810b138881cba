package io.pilothouse.cli;

import io.pilothouse.domain.ProblemException;

/// One command of the command line. Made anew for each run.
public abstract class CliCommand {

    private final Session session;

    protected CliCommand(Session session) {
        this.session = session;
    }

    protected final Session session() {
        return session;
    }

    protected final CliServices services() throws ProblemException {
        return session.services();
    }

    /// What the command needs before it can run.
    public Needs needs() {
        return Needs.STORE;
    }

    /// @return whether the command has an answer though the store cannot be opened
    public boolean bearsBrokenStore() {
        return false;
    }

    /// Does it.
    ///
    /// @throws InterruptedException if a person stopped it; what was done until then is recorded
    public abstract Answer run() throws ProblemException, InterruptedException;

    public enum Needs {
        NOTHING,
        /// The store, in this process or in the console that holds it.
        STORE,
        /// The data folder, while nobody else holds the store.
        FOLDER
    }
}
