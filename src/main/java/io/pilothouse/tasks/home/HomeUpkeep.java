package io.pilothouse.tasks.home;

import io.pilothouse.domain.ProblemException;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is seldom done to a house. Thread-safe. Methods block: call them from a task. What changes a house
/// passes the guards before anything is sent.
public interface HomeUpkeep {

    /// Writes a backup into a file that is not there yet; a download that breaks off leaves none.
    ///
    /// @return its size in bytes
    HomeResult<Long> download(InstanceId id, Backup backup, Path file) throws ProblemException, InterruptedException;

    /// Writes the whole log of a house into a file, as [#download].
    ///
    /// @return its size in bytes
    HomeResult<Long> downloadLog(InstanceId id, Path file) throws ProblemException, InterruptedException;

    HomeResult<Boolean> deleteBackup(InstanceId id, Backup backup, Consent consent)
            throws ProblemException, InterruptedException;

    /// Starts a restoration; the house restarts by it.
    HomeResult<Boolean> restoreBackup(InstanceId id, Backup backup, Optional<Secret> password, Consent consent)
            throws ProblemException, InterruptedException;

    /// Mends a repair as far as mere confirmations go.
    ///
    /// @param language of what the house asks
    HomeResult<RepairStep> mend(InstanceId id, Repair repair, String language, Consent consent)
            throws ProblemException, InterruptedException;

    /// Goes on with what a person answered, again as far as mere confirmations go.
    ///
    /// @param asked    the step that asked
    /// @param language of what the house asks further
    HomeResult<RepairStep> answer(
            InstanceId id,
            Repair repair,
            RepairStep asked,
            Map<String, Object> answers,
            String language,
            Consent consent)
            throws ProblemException, InterruptedException;

    /// Loads an integration anew.
    ///
    /// @return whether the house must be restarted for it
    HomeResult<Boolean> reload(InstanceId id, Integration integration, Consent consent)
            throws ProblemException, InterruptedException;

    /// @return the add-ons; none where there is no Supervisor to keep them
    HomeResult<List<AddOn>> addOns(InstanceId id) throws InterruptedException;

    HomeResult<Rendered> render(InstanceId id, String template) throws InterruptedException;
}
