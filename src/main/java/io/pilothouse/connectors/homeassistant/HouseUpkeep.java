package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.home.Rendered;
import io.pilothouse.domain.home.RepairStep;
import io.pilothouse.domain.home.SystemReports.AddOn;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is seldom done to a house: its backups, its repairs, its integrations, its templates. Blocks and may
/// be interrupted. What is for administrators is not asked with a token that is none: over plain requests a
/// refusal is a failed login.
public interface HouseUpkeep {

    /// Also succeeds for a backup that is not there.
    void deleteBackup(String backupId) throws ConnectorException, InterruptedException;

    /// Starts a restoration; the house restarts by it.
    ///
    /// @param place    where the backup is kept; not used before 2025.1
    /// @param password of an encrypted backup
    void restoreBackup(String backupId, String place, Optional<Secret> password)
            throws ConnectorException, InterruptedException;

    /// Writes a backup as the house keeps it.
    ///
    /// @return its size in bytes
    /// @throws IOException if `to` cannot be written
    long download(String backupId, String place, OutputStream to)
            throws ConnectorException, IOException, InterruptedException;

    /// Writes the whole log as the house keeps it.
    ///
    /// @return its size in bytes
    /// @throws IOException if `to` cannot be written
    long downloadLog(OutputStream to) throws ConnectorException, IOException, InterruptedException;

    /// Begins to mend a repair.
    RepairStep beginRepair(String domain, String issueId, String language)
            throws ConnectorException, InterruptedException;

    /// Goes on after a confirmation or with answers.
    ///
    /// @param answers by field; empty for a confirmation
    RepairStep goOn(String domain, String issueId, String flowId, Map<String, ?> answers, String language)
            throws ConnectorException, InterruptedException;

    /// Loads an integration anew.
    ///
    /// @return whether the house must be restarted for it
    boolean reload(String entryId) throws ConnectorException, InterruptedException;

    /// @return the add-ons; none where there is no Supervisor to keep them
    List<AddOn> addOns() throws ConnectorException, InterruptedException;

    /// Works out a template in the house. A template that is wrong is an answer too.
    Rendered render(String template) throws ConnectorException, InterruptedException;
}
