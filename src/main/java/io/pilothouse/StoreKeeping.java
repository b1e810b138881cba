package io.pilothouse;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.backup.Backups;
import io.pilothouse.tasks.backup.RestorePlan;
import io.pilothouse.tasks.backup.Restoring;
import io.pilothouse.tasks.connection.SentRequests;
import io.pilothouse.tasks.room.StoreRoom;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.secret.Redactor;
import io.pilothouse.tasks.secret.SecretStore;
import io.pilothouse.tasks.transfer.ImportPlan;
import io.pilothouse.tasks.transfer.Transfers;
import io.pilothouse.ui.common.Safekeeping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Key, secrets and copies as the settings see them.
record StoreKeeping(
        SecretStore secrets,
        Backups backups,
        Restoring restoring,
        Transfers transfers,
        SentRequests sentRequests,
        StoreRoom room,
        Redactor redactor)
        implements Safekeeping {

    @Override
    public Published<KeyStatus> keys() {
        return secrets.status();
    }

    @Override
    public Published<Optional<StoreRoom.Shortage>> shortage() {
        return room.shortage();
    }

    @Override
    public String recoveryPhrase() throws ProblemException {
        return secrets.recoveryPhrase();
    }

    @Override
    public void usePassphrase(char[] passphrase) throws ProblemException {
        secrets.usePassphrase(passphrase);
    }

    @Override
    public void useKeyStore() throws ProblemException {
        secrets.useKeyStore();
    }

    @Override
    public void unlock(char[] passphrase) throws ProblemException {
        secrets.unlock(passphrase);
    }

    @Override
    public void prove(char[] words) throws ProblemException {
        secrets.prove(words);
    }

    @Override
    public void recover(String phrase) throws ProblemException {
        secrets.recover(phrase);
    }

    @Override
    public List<Backups.StoredCopy> copies() {
        return backups.copies();
    }

    @Override
    public Backups.StoredCopy copyNow() {
        return backups.copyAsked();
    }

    @Override
    public Backups.Copied copyTo(Path file) throws ProblemException {
        return backups.copyTo(file);
    }

    @Override
    public RestorePlan planRestore(Path copy) throws ProblemException {
        return restoring.plan(copy);
    }

    @Override
    public ImportPlan planImport(Path file, Optional<char[]> passphrase) throws ProblemException {
        return transfers.plan(file, Optional.empty(), passphrase);
    }

    @Override
    public ImportPlan importFrom(Path file, Optional<char[]> passphrase, TaskContext context) throws ProblemException {
        return transfers.run(file, Optional.empty(), passphrase, Consent.confirmed(Origin.WINDOW), context);
    }

    @Override
    public void export(Path file, List<Instance> chosen, Optional<char[]> passphrase) throws ProblemException {
        transfers.export(file, chosen, passphrase);
    }

    @Override
    public Backups.Condition examine() {
        return backups.examine();
    }

    @Override
    public List<Backups.TableSize> tableSizes() {
        return backups.tableSizes();
    }

    @Override
    public Backups.Compacted compact() throws ProblemException {
        return backups.compact();
    }

    @Override
    public String redact(String text) {
        return redactor.redact(text);
    }

    @Override
    public List<SentRequests.Sent> sent() {
        return sentRequests.last();
    }
}
