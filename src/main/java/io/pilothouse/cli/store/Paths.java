package io.pilothouse.cli.store;

import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths as people write them.
final class Paths {

    private Paths() {}

    static Path of(Session session, String text) throws ProblemException {
        try {
            return session.terminal().resolve(text);
        } catch (InvalidPathException e) {
            throw Session.problem(ProblemCode.BAD_VALUE, "“" + text + "” is no path.", "Give another file.");
        }
    }
}
