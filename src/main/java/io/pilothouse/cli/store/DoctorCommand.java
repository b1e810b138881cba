package io.pilothouse.cli.store;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.cli.text.Table.Cell;
import io.pilothouse.cli.text.Table.Style;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.secret.KeyStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// Looks over everything that Pilothouse itself stands on.
@Command(
        name = "doctor",
        description = "Examines data folder, store, data key, clock and display. Ends with 1 if something is missing.",
        footer = "  pilothouse doctor")
public final class DoctorCommand extends CliCommand {

    private static final long ENOUGH_FREE_BYTES = 200_000_000;
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final List<Finding> findings = new ArrayList<>();

    public DoctorCommand(Session session) {
        super(session);
    }

    /// The store may be damaged or newer: that is a finding, not the end.
    @Override
    public Needs needs() {
        return Needs.STORE;
    }

    @Override
    public boolean bearsBrokenStore() {
        return true;
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var folder = session().dataFolder();
        folder(folder);
        try {
            store();
            key();
        } catch (ProblemException e) {
            findings.add(new Finding(
                    "store", false, e.problem().summary(), e.problem().advice(), Json.object()));
        }
        clock(folder);
        session()
                .host()
                .windowMissing()
                .ifPresentOrElse(
                        missing -> findings.add(
                                new Finding("display", true, missing, null, Json.object("available", false))),
                        () -> findings.add(new Finding(
                                "display", true, "A window can be shown.", null, Json.object("available", true))));
        return Answer.of(
                        Json.object(
                                "dataFolder", folder,
                                "ok", findings.stream().allMatch(Finding::ok),
                                "checks", findings.stream().map(Finding::json).toList()),
                        page -> {
                            page.line("Data folder: " + folder);
                            var table = new Table("CHECK", "RESULT", "MESSAGE");
                            findings.forEach(finding -> table.row(
                                    finding.check(),
                                    finding.ok() ? new Cell("ok", Style.GOOD) : new Cell("look", Style.BAD),
                                    finding.message()));
                            page.table(table, "");
                            findings.forEach(finding -> {
                                if (finding.next() != null) {
                                    page.line("Next: " + finding.next());
                                }
                            });
                        })
                .notWellIf(findings.stream().anyMatch(finding -> !finding.ok()));
    }

    private void folder(Path folder) {
        try {
            Files.createDirectories(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            var facts = Json.object("writable", Files.isWritable(folder), "freeBytes", free);
            if (!Files.isWritable(folder)) {
                findings.add(new Finding(
                        "data-folder",
                        false,
                        "The data folder cannot be written.",
                        "Give yourself write permission, or choose another with --data.",
                        facts));
            } else {
                boolean enough = free >= ENOUGH_FREE_BYTES;
                findings.add(new Finding(
                        "data-folder",
                        enough,
                        "It can be written; " + new Bytes(free) + " are free.",
                        enough ? null : "Free some space on this disk.",
                        facts));
            }
        } catch (IOException e) {
            findings.add(new Finding(
                    "data-folder",
                    false,
                    "The data folder cannot be made.",
                    "Choose another with --data.",
                    Json.object("writable", false, "freeBytes", null)));
        }
    }

    private void store() throws ProblemException, InterruptedException {
        var condition = session()
                .task(
                        "examine-store",
                        "look the whole store over",
                        List.of(),
                        context -> services().backups().examine());
        findings.add(new Finding(
                "store",
                condition.whole(),
                condition.whole()
                        ? "The store is whole: version " + condition.version() + ", " + new Bytes(condition.sizeBytes())
                                + "."
                        : "The store is damaged.",
                condition.whole() ? null : "Restore a copy with “pilothouse restore FILE”.",
                Json.object(
                        "version", condition.version(),
                        "sizeBytes", condition.sizeBytes(),
                        "integrity", condition.whole() ? "ok" : "damaged",
                        "instances", services().instances().fleet().get().live().size())));
        var copies = services().backups().copies();
        findings.add(new Finding(
                "copies",
                true,
                copies.isEmpty()
                        ? "Pilothouse has made no copy yet."
                        : "The newest of " + copies.size() + " good copies is "
                                + copies.getFirst().file() + ".",
                null,
                Json.object(
                        "count",
                        copies.size(),
                        "newestAt",
                        copies.isEmpty() ? null : copies.getFirst().at())));
    }

    private void key() throws ProblemException {
        KeyStatus status;
        try {
            status = services().secrets().awaitedStatus();
        } catch (ProblemException e) { // its keeper is silent
            var problem = e.problem();
            findings.add(new Finding("data-key", false, problem.summary(), problem.advice(), Json.object()));
            return;
        }
        var locked = services().instances().fleet().get().locked();
        boolean ok = locked.isEmpty() && status.problem().isEmpty();
        findings.add(new Finding(
                "data-key",
                ok,
                status.problem()
                        .map(problem -> problem.summary())
                        .orElse(
                                switch (status.protection()) {
                                    case KEY_STORE -> "Secrets are protected by " + status.keptIn() + ".";
                                    case PASSPHRASE -> "Secrets are protected by your passphrase.";
                                    case KEY_FILE ->
                                        "Secrets are protected only by a key file: whoever can read this account's"
                                                + " files can read them.";
                                    case NONE -> "There is no secret yet.";
                                }),
                status.problem()
                        .map(problem -> problem.advice())
                        .orElse(locked.isEmpty() ? null : "Give locked instances their secret with “instance unlock”."),
                Json.object(
                        "protection", status.protection().word(),
                        "passphrase", status.passphrase(),
                        "lockedInstances", locked)));
    }

    /// A clock that was set back makes everything stored look as if it came from the future.
    private void clock(Path folder) {
        var now = session().clock().instant();
        @Nullable Instant newest = null;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var changed = Files.getLastModifiedTime(file).toInstant();
                newest = newest == null || changed.isAfter(newest) ? changed : newest;
            }
        } catch (IOException e) {
            newest = null; // the folder was judged above
        }
        boolean ok = newest == null || !newest.isAfter(now.plus(CLOCK_TOLERANCE));
        findings.add(new Finding(
                "clock",
                ok,
                ok ? "The clock fits what is stored." : "The clock is behind what is stored.",
                ok ? null : "Set the clock of this computer.",
                Json.object("now", now, "zone", session().zone())));
    }

    /// @param next what to do; null when nothing
    private record Finding(
            String check,
            boolean ok,
            String message,
            @Nullable String next,
            SequencedMap<String, @Nullable Object> facts) {
        Object json() {
            return Json.object("check", check, "ok", ok, "message", message, "next", next, "facts", facts);
        }
    }
}
