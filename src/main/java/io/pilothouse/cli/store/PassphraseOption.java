package io.pilothouse.cli.store;

import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command takes a passphrase from; never from an argument.
final class PassphraseOption {

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "file with the passphrase")
    private @Nullable String file;

    /// @return empty when none was given and nobody is there to ask
    Optional<char[]> read(Session session, String question) throws ProblemException {
        if (file != null) {
            var text = session.text(file).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text.toCharArray());
        }
        return session.terminal().interactive()
                ? KeyCommands.asked(session, question)
                        .map(secret -> secret.value().toCharArray())
                : Optional.empty();
    }

    boolean given() {
        return file != null;
    }
}
