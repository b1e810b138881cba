package io.pilothouse.tasks.secret;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.util.Optional;
import java.util.Set;

/// Whether secrets can be read, and what keeps them.
///
/// @param keptIn     where the key is kept, in people's words: "Windows Credential Manager"
/// @param passphrase whether a passphrase opens it too
/// @param problem    why it is locked
/// @param locked     instances with a secret that cannot be read
public record KeyStatus(
        State state,
        Protection protection,
        String keptIn,
        boolean passphrase,
        Optional<Problem> problem,
        Set<InstanceId> locked) {

    public KeyStatus {
        locked = Set.copyOf(locked);
    }

    /// Where the data key stands.
    public enum State {
        /// Its keeper has not answered yet.
        OPENING,
        /// There is none, as there is no secret.
        NONE,
        OPEN,
        /// It waits for a person to type the passphrase.
        NEEDS_PASSPHRASE,
        /// Its keeper has lost it or is locked; the recovery phrase opens it.
        LOCKED
    }

    /// What keeps the data key from others, the best first.
    public enum Protection {
        KEY_STORE("key-store"),
        PASSPHRASE("passphrase"),
        /// Only the file system: whoever reads the data folder as this user can read the secrets. To
        /// be said plainly.
        KEY_FILE("key-file"),
        /// There is no key yet.
        NONE("none");

        private final String word;

        Protection(String word) {
            this.word = word;
        }

        /// @return its name in scripts
        public String word() {
            return word;
        }
    }
}
