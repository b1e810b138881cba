package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
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
import io.pilothouse.tasks.room.StoreRoom;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.transfer.ImportPlan;
import io.pilothouse.tasks.transfer.ImportSource;
import io.pilothouse.tasks.transfer.ReportLine;
import io.pilothouse.ui.common.Safekeeping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keys and copies as a test says they are.
public final class FakeSafekeeping implements Safekeeping {

    public final Published<KeyStatus> keys = new Published<>(new KeyStatus(
            KeyStatus.State.OPEN, KeyStatus.Protection.KEY_STORE, "GNOME Keyring", false, Optional.empty(), Set.of()));
    public final Published<Optional<StoreRoom.Shortage>> shortage = new Published<>(Optional.empty());
    public final List<String> calls = new ArrayList<>();
    public final List<StoredCopy> copies = new ArrayList<>(
            List.of(new StoredCopy(Path.of("daily-1.db"), FakeServices.NOW.minus(Duration.ofHours(5)), 14)));

    public List<Instance> comeBack = List.of();
    public List<Instance> change = List.of();

    @Override
    public Published<Optional<StoreRoom.Shortage>> shortage() {
        return shortage;
    }

    @Override
    public Published<KeyStatus> keys() {
        return keys;
    }

    @Override
    public String recoveryPhrase() {
        calls.add("recoveryPhrase");
        return "amber beacon cedar dune ember fjord";
    }

    @Override
    public void usePassphrase(char[] passphrase) {
        calls.add("usePassphrase");
    }

    @Override
    public void useKeyStore() {
        calls.add("useKeyStore");
    }

    @Override
    public void unlock(char[] passphrase) throws ProblemException {
        calls.add("unlock");
        if (!new String(passphrase).equals("right")) {
            throw new ProblemException(
                    new Problem(ProblemCode.LOCKED, "This passphrase does not open the key.", "Type it again."));
        }
    }

    @Override
    public void prove(char[] words) throws ProblemException {
        if (!new String(words).equals(recoveryPhrase())) {
            unlock(words);
        }
    }

    @Override
    public void recover(String phrase) {
        calls.add("recover");
    }

    @Override
    public List<StoredCopy> copies() {
        return List.copyOf(copies);
    }

    @Override
    public StoredCopy copyNow() {
        var made = new StoredCopy(Path.of("now.db"), FakeServices.NOW, 14);
        copies.addFirst(made);
        return made;
    }

    @Override
    public Copied copyTo(Path file) {
        return new Copied(file, 14, 1_000_000, 1);
    }

    @Override
    public void export(Path file, List<Instance> chosen, Optional<char[]> passphrase) throws ProblemException {
        calls.add("export " + file + " " + chosen.size()
                + passphrase.map(words -> " " + new String(words)).orElse(""));
        if (file.toString().startsWith("there")) {
            throw new ProblemException(
                    new Problem(ProblemCode.BAD_VALUE, "There is a file " + file + " already.", "Give another name."));
        }
    }

    @Override
    public Condition examine() {
        return new Condition(1, 24_000_000, true);
    }

    @Override
    public List<TableSize> tableSizes() {
        calls.add("tableSizes");
        return List.of(new TableSize("library_scene", 18_000_000), new TableSize("activity", 1_000_000));
    }

    @Override
    public Compacted compact() {
        calls.add("compact");
        return new Compacted(24_000_000, 19_000_000);
    }

    @Override
    public String redact(String text) {
        return text.replace("s3cret", "[hidden]");
    }

    public final List<ImportPlan.Planned> inFile = new ArrayList<>();
    public final List<ReportLine> lines = new ArrayList<>();
    public List<String> advice = List.of("Add the secrets.");

    @Override
    public RestorePlan planRestore(Path copy) throws ProblemException {
        calls.add("planRestore " + copy);
        if (copy.toString().startsWith("bad")) {
            throw new ProblemException(
                    new Problem(ProblemCode.BAD_FILE, "The file " + copy + " is no good backup.", "Choose another."));
        }
        return new RestorePlan(copy, 7, comeBack, change, 14, List.of(), 9, Optional.of(FakeServices.NOW));
    }

    @Override
    public ImportPlan planImport(Path file, Optional<char[]> passphrase) throws ProblemException {
        calls.add("planImport " + file
                + passphrase.map(words -> " " + new String(words)).orElse(""));
        if (file.toString().startsWith("bad")) {
            throw new ProblemException(
                    new Problem(ProblemCode.BAD_FILE, "The file " + file + " is broken.", "Choose another."));
        }
        return new ImportPlan(ImportSource.PILOTHOUSE, "1", inFile, lines, advice, false);
    }

    @Override
    public ImportPlan importFrom(Path file, Optional<char[]> passphrase, TaskContext context) {
        calls.add("importFrom " + file);
        return new ImportPlan(ImportSource.PILOTHOUSE, "1", inFile, List.of(), List.of(), true);
    }

    public final java.util.List<io.pilothouse.tasks.connection.SentRequests.Sent> sent = new java.util.ArrayList<>();

    @Override
    public java.util.List<io.pilothouse.tasks.connection.SentRequests.Sent> sent() {
        return java.util.List.copyOf(sent);
    }
}
