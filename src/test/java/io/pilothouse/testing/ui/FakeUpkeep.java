package io.pilothouse.testing.ui;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Rendered;
import io.pilothouse.domain.home.RepairStep;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.SystemReports.AddOn;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.tasks.home.HomeUpkeep;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes down what was done.
record FakeUpkeep(Instant at, List<String> done) implements HomeUpkeep {

    private <T> HomeResult<T> did(InstanceId id, String what, T value) {
        done.add(what);
        return new HomeResult.Got<>(id, at, value, false);
    }

    @Override
    public HomeResult<Long> download(InstanceId id, Backup backup, Path file) {
        return did(id, "download " + backup.id(), backup.sizeBytes());
    }

    @Override
    public HomeResult<Long> downloadLog(InstanceId id, Path file) {
        return did(id, "download the log", 1_000L);
    }

    @Override
    public HomeResult<Boolean> deleteBackup(InstanceId id, Backup backup, Consent consent) {
        return did(id, "delete " + backup.id(), true);
    }

    @Override
    public HomeResult<Boolean> restoreBackup(InstanceId id, Backup backup, Optional<Secret> password, Consent consent) {
        return did(id, "restore " + backup.id(), true);
    }

    @Override
    public HomeResult<RepairStep> mend(InstanceId id, Repair repair, String language, Consent consent) {
        return did(id, "mend " + repair.issueId(), repair.issueId().equals("asks") ? asking(Map.of()) : DONE);
    }

    private static final RepairStep DONE = new RepairStep(RepairStep.Stage.DONE, "", "", "", List.of(), Map.of());

    private static RepairStep asking(Map<String, String> wrong) {
        var code = new ServiceCatalogue.Field(
                "code",
                "Code of the bridge",
                "",
                "",
                true,
                false,
                null,
                null,
                ServiceCatalogue.Filter.NONE,
                Optional.of(new ServiceCatalogue.Selector("text", Map.of())));
        return new RepairStep(
                RepairStep.Stage.ASK, "flow1", "Pair it again", "Press its button.", List.of(code), wrong);
    }

    /// The code 1234 is right.
    @Override
    public HomeResult<RepairStep> answer(
            InstanceId id,
            Repair repair,
            RepairStep asked,
            Map<String, Object> answers,
            String language,
            Consent consent) {
        return did(
                id,
                "answer " + answers,
                "1234".equals(answers.get("code")) ? DONE : asking(Map.of("code", "Wrong code")));
    }

    @Override
    public HomeResult<Boolean> reload(InstanceId id, Integration integration, Consent consent) {
        return did(id, "reload " + integration.entryId(), false);
    }

    @Override
    public HomeResult<List<AddOn>> addOns(InstanceId id) {
        return new HomeResult.Got<>(
                id, at, List.of(new AddOn("core_ssh", "Terminal & SSH", "9.17.0", "started")), false);
    }

    @Override
    public HomeResult<Rendered> render(InstanceId id, String template) {
        return did(id, "render " + template, new Rendered("12", true));
    }
}
