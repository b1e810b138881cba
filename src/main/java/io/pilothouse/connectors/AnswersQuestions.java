package io.pilothouse.connectors;

import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.ExecutionRequest;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A connector whose service answers questions in SQL: runs are created, waited for and fetched.
/// Thread-safe; calls block and may be interrupted. Everything except [#create] is tried again by itself
/// where that may help; how often the service may be asked is kept to.
public interface AnswersQuestions {

    /// Bound to `true` around work that nobody waits for: a person's calls go first.
    ScopedValue<Boolean> BACKGROUND = ScopedValue.newInstance();

    Remote.InstanceFacts facts() throws AmcException, InterruptedException;

    List<Remote.Advertiser> advertisers() throws AmcException, InterruptedException;

    List<Remote.DataSource> dataSources() throws AmcException, InterruptedException;

    List<Remote.SavedWorkflow> workflows() throws AmcException, InterruptedException;

    /// Stores a workflow there, replacing one of the same id.
    ///
    /// @param request its workflow part alone counts
    void saveWorkflow(ExecutionRequest request) throws AmcException, InterruptedException;

    void deleteWorkflow(String workflowId) throws AmcException, InterruptedException;

    /// Starts a run. Is sent once and never again by itself.
    ///
    /// @throws AmcException with `maybeDone` if the run may have been started although no answer came
    Remote.Run create(ExecutionRequest request) throws AmcException, InterruptedException;

    /// @throws AmcException with `NOT_FOUND` if the service does not know it
    Remote.Run run(String remoteId) throws AmcException, InterruptedException;

    /// Cancelled runs are among them.
    ///
    /// @param workflowId empty for all
    /// @return newest first
    List<Remote.Run> runs(Optional<String> workflowId, Instant createdSince) throws AmcException, InterruptedException;

    /// @throws AmcException with `REQUEST_INVALID` if it has ended
    void cancel(String remoteId) throws AmcException, InterruptedException;

    /// Where the files of a result lie. Each address is a secret: whoever has it has the result.
    ///
    /// @throws AmcException with `RESULT_NOT_READY` while there is none
    List<Secret> downloads(String remoteId) throws AmcException, InterruptedException;

    /// Reads one file as it is.
    ///
    /// @return false if the address has expired
    /// @throws IOException if `to` cannot be written
    boolean download(Secret address, OutputStream to) throws AmcException, IOException, InterruptedException;

    List<Remote.Schedule> schedules() throws AmcException, InterruptedException;

    /// Stores a schedule there, replacing one of the same id.
    void saveSchedule(Remote.Schedule schedule) throws AmcException, InterruptedException;

    void deleteSchedule(String scheduleId) throws AmcException, InterruptedException;
}
