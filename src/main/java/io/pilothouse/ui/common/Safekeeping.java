package io.pilothouse.ui.common;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.backup.Backups.Compacted;
import io.pilothouse.tasks.backup.Backups.Condition;
import io.pilothouse.tasks.backup.Backups.Copied;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.tasks.backup.Backups.TableSize;
import io.pilothouse.tasks.backup.RestorePlan;
import io.pilothouse.tasks.connection.SentRequests.Sent;
import io.pilothouse.tasks.room.StoreRoom;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.transfer.ImportPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What keeps secrets and store safe, as the settings show it. Methods that may block say so; call them
/// from a task.
public interface Safekeeping {

    Published<KeyStatus> keys();

    /// Whether the disk with the store is full or nearly so; empty while there is room.
    Published<Optional<StoreRoom.Shortage>> shortage();

    /// Blocks.
    ///
    /// @return the phrase that opens the secrets when their keeper has lost the key
    String recoveryPhrase() throws ProblemException;

    /// Blocks. Lets a passphrase open the secrets from now on.
    void usePassphrase(char[] passphrase) throws ProblemException;

    /// Blocks. Moves the key to the operating system's key store.
    void useKeyStore() throws ProblemException;

    /// Blocks. Opens the secrets with the passphrase.
    void unlock(char[] passphrase) throws ProblemException;

    /// Blocks. Refuses what is neither the passphrase nor the recovery phrase; changes nothing.
    void prove(char[] words) throws ProblemException;

    /// Blocks. Opens the secrets with the recovery phrase.
    void recover(String phrase) throws ProblemException;

    /// Blocks.
    ///
    /// @return good copies of the store, newest first
    List<StoredCopy> copies();

    /// Blocks. Makes a checked copy now.
    StoredCopy copyNow();

    /// Blocks. Says what restoring a copy would do; [Program#restore] does it.
    RestorePlan planRestore(Path copy) throws ProblemException;

    /// Blocks. Says what importing a file would do.
    ///
    /// @param passphrase for the secrets of an export of Pilothouse
    ImportPlan planImport(Path file, Optional<char[]> passphrase) throws ProblemException;

    /// Blocks. Imports a file, whole or not at all.
    ///
    /// @param context of the task it runs in
    ImportPlan importFrom(Path file, Optional<char[]> passphrase, TaskContext context) throws ProblemException;

    /// Blocks. Writes a checked copy to a file that is not there yet.
    Copied copyTo(Path file) throws ProblemException;

    /// Blocks. Writes instances with their ids to a file that is not there yet.
    ///
    /// @param passphrase under which their secrets are encrypted; empty leaves them out
    void export(Path file, List<Instance> chosen, Optional<char[]> passphrase) throws ProblemException;

    /// Blocks. Looks the whole store over.
    Condition examine();

    /// Blocks.
    ///
    /// @return what each table of the store takes, the largest first
    List<TableSize> tableSizes();

    /// Blocks. Gives the room back that deleted rows left in the store; nothing else uses it meanwhile.
    Compacted compact() throws ProblemException;

    /// Blocks.
    ///
    /// @return the last requests that left this program, newest first
    List<Sent> sent();

    /// @return the text as the log would show it
    String redact(String text);
}
