package io.pilothouse.tasks.home;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.homeassistant.LiveHome;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Rendered;
import io.pilothouse.domain.home.RepairStep;
import io.pilothouse.domain.home.SystemReports.AddOn;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// [HomeUpkeep] through the connectors. Thread-safe.
final class ConnectedUpkeep implements HomeUpkeep {

    /// Confirmations in a row that are given for one repair.
    private static final int MOST_STEPS = 5;

    private final ConnectedHomes homes;

    ConnectedUpkeep(ConnectedHomes homes) {
        this.homes = homes;
    }

    /// Writes what a house sends.
    private interface Sending {
        long to(LiveHome home, OutputStream out) throws ConnectorException, IOException, InterruptedException;
    }

    @Override
    public HomeResult<Long> download(InstanceId id, Backup backup, Path file)
            throws ProblemException, InterruptedException {
        return download(id, file, (home, out) -> home.upkeep().download(backup.id(), place(backup), out));
    }

    @Override
    public HomeResult<Long> downloadLog(InstanceId id, Path file) throws ProblemException, InterruptedException {
        return download(id, file, (home, out) -> home.upkeep().downloadLog(out));
    }

    private HomeResult<Long> download(InstanceId id, Path file, Sending sending)
            throws ProblemException, InterruptedException {
        if (Files.exists(file)) {
            throw unusable(file, "it is there already");
        }
        var part = file.resolveSibling(file.getFileName() + ".part");
        var broken = new AtomicReference<IOException>();
        try {
            var result = homes.ask(id, home -> {
                try (var out = Files.newOutputStream(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    return sending.to(home, out);
                } catch (IOException e) {
                    broken.set(e);
                    return -1L;
                }
            });
            if (broken.get() != null) {
                throw unusable(file, "it cannot be written");
            }
            if (result instanceof HomeResult.Got<Long>) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return result;
        } catch (IOException e) {
            throw unusable(file, "it cannot be written");
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) throws ProblemException {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw unusable(part, "it cannot be taken away");
        }
    }

    private static ProblemException unusable(Path file, String what) {
        return new ProblemException(new Problem(
                ProblemCode.BAD_FILE, "The file " + file + " cannot be used: " + what + ".", "Choose another file."));
    }

    private static String place(Backup backup) {
        return backup.places().isEmpty() ? "" : backup.places().getFirst();
    }

    @Override
    public HomeResult<Boolean> deleteBackup(InstanceId id, Backup backup, Consent consent)
            throws ProblemException, InterruptedException {
        return homes.change(
                id,
                ActionClass.DESTRUCTIVE,
                "delete the backup “" + backup.name() + "”",
                consent,
                home -> home.upkeep().deleteBackup(backup.id()));
    }

    @Override
    public HomeResult<Boolean> restoreBackup(InstanceId id, Backup backup, Optional<Secret> password, Consent consent)
            throws ProblemException, InterruptedException {
        return homes.change(
                id,
                ActionClass.DESTRUCTIVE,
                "restore the backup “" + backup.name() + "”",
                consent,
                home -> home.upkeep().restoreBackup(backup.id(), place(backup), password));
    }

    @Override
    public HomeResult<RepairStep> mend(InstanceId id, Repair repair, String language, Consent consent)
            throws ProblemException, InterruptedException {
        return mended(
                id,
                repair,
                language,
                consent,
                home -> home.upkeep().beginRepair(repair.domain(), repair.issueId(), language));
    }

    @Override
    public HomeResult<RepairStep> answer(
            InstanceId id,
            Repair repair,
            RepairStep asked,
            Map<String, Object> answers,
            String language,
            Consent consent)
            throws ProblemException, InterruptedException {
        return mended(
                id,
                repair,
                language,
                consent,
                home -> home.upkeep().goOn(repair.domain(), repair.issueId(), asked.flowId(), answers, language));
    }

    private HomeResult<RepairStep> mended(
            InstanceId id, Repair repair, String language, Consent consent, ConnectedHomes.Asking<RepairStep> begin)
            throws ProblemException, InterruptedException {
        var last = new AtomicReference<RepairStep>();
        var done = homes.change(id, ActionClass.COSTLY, "mend “" + repair.title() + "”", consent, home -> {
            var step = begin.of(home);
            for (int i = 0; i < MOST_STEPS && step.stage() == RepairStep.Stage.CONFIRM; i++) {
                step = home.upkeep().goOn(repair.domain(), repair.issueId(), step.flowId(), Map.of(), language);
            }
            last.set(step);
        });
        return switch (done) {
            case HomeResult.Got<Boolean> got -> new HomeResult.Got<>(id, got.at(), last.get(), false);
            case HomeResult.Failed<Boolean> failed ->
                new HomeResult.Failed<>(id, failed.at(), failed.kind(), failed.problem());
        };
    }

    @Override
    public HomeResult<Boolean> reload(InstanceId id, Integration integration, Consent consent)
            throws ProblemException, InterruptedException {
        var restart = new AtomicReference<>(false);
        var done = homes.change(
                id,
                ActionClass.COSTLY,
                "reload " + integration.title(),
                consent,
                home -> restart.set(home.upkeep().reload(integration.entryId())));
        return switch (done) {
            case HomeResult.Got<Boolean> got -> new HomeResult.Got<>(id, got.at(), restart.get(), false);
            case HomeResult.Failed<Boolean> failed -> failed;
        };
    }

    @Override
    public HomeResult<List<AddOn>> addOns(InstanceId id) throws InterruptedException {
        return homes.ask(id, home -> home.upkeep().addOns());
    }

    @Override
    public HomeResult<Rendered> render(InstanceId id, String template) throws InterruptedException {
        return homes.ask(id, home -> home.upkeep().render(template));
    }
}
