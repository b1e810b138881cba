package io.pilothouse.domain.amc;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/// One question put to one instance, and how far it is.
public record Run(RunId id, InstanceId instance, Ask ask, Progress progress) {

    /// Who wanted it.
    public enum Origin {
        MANUAL,
        SCHEDULE,
        COLLECTION,
        RETRY,
        /// its result was fetched elsewhere, and its files taken over
        IMPORTED
    }

    /// What is asked; never changes.
    ///
    /// @param group      runs of one question over several instances share it; empty for a single one
    /// @param workflow   of the local library; empty for SQL of nobody
    /// @param version    of that workflow
    /// @param sql        as sent
    /// @param units      by output column
    /// @param saved      whether the workflow of that id at Amazon is run instead of sending the SQL along
    /// @param over       whether a person wants it beyond the day's allowance
    /// @param anyway     whether a person wants it although the instance is in error
    /// @param originRef  the schedule's or collection's id
    /// @param entity     the account's entity at the time
    /// @param brands     the instance's brands at the time, in order
    public record Ask(
            Optional<String> group,
            Optional<String> workflow,
            int version,
            String title,
            String sql,
            List<QueryParameter> declared,
            SortedMap<String, Object> values,
            Map<String, String> units,
            String privacy,
            String marker,
            TimeWindow window,
            boolean saved,
            boolean dryRun,
            boolean over,
            boolean anyway,
            Origin origin,
            String originRef,
            int attempt,
            String entity,
            List<String> brands,
            Instant createdAt) {

        public String sqlHash() {
            return SqlText.hash(sql);
        }

        /// The same once more.
        public Ask again(Origin why, Instant now) {
            return new Ask(
                    group,
                    workflow,
                    version,
                    title,
                    sql,
                    declared,
                    values,
                    units,
                    privacy,
                    marker,
                    window,
                    saved,
                    dryRun,
                    over,
                    anyway,
                    why,
                    originRef,
                    attempt + 1,
                    entity,
                    brands,
                    now);
        }

        public Ask overAllowance() {
            return new Ask(
                    group, workflow, version, title, sql, declared, values, units, privacy, marker, window, saved,
                    dryRun, true, anyway, origin, originRef, attempt, entity, brands, createdAt);
        }
    }

    /// How far it is.
    ///
    /// @param remoteId     Amazon's id, once known
    /// @param remoteStatus as Amazon writes it; empty before
    /// @param code         name of an [AmcCode]; empty while nothing went wrong
    /// @param words        what a person should know: why it waits, or what went wrong
    /// @param position     of a mistake in the typed SQL
    /// @param submittedAt  when it was sent
    /// @param nextAt       when it is to be looked at again; empty once it ended
    /// @param looks        how often something was tried in this state
    /// @param took         at Amazon
    /// @param adopted      whether it was found again after its answer was lost
    /// @param cancelAsked  whether it is to be cancelled as soon as it is known
    public record Progress(
            RunState state,
            Optional<String> remoteId,
            String remoteStatus,
            String code,
            String words,
            Optional<SqlPosition> position,
            Optional<Instant> submittedAt,
            Optional<Instant> endedAt,
            Optional<Instant> nextAt,
            int looks,
            Optional<Duration> took,
            OptionalLong rows,
            OptionalLong bytes,
            boolean adopted,
            boolean cancelAsked) {

        public static Progress queued(Instant now) {
            return new Progress(
                    RunState.QUEUED,
                    Optional.empty(),
                    "",
                    "",
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(now),
                    0,
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    false,
                    false);
        }

        /// Another state, from its beginning.
        public Progress to(RunState next, Instant lookAt) {
            return new Progress(
                    next,
                    remoteId,
                    remoteStatus,
                    "",
                    "",
                    position,
                    submittedAt,
                    Optional.empty(),
                    Optional.of(lookAt),
                    0,
                    took,
                    rows,
                    bytes,
                    adopted,
                    cancelAsked);
        }

        /// The same state, to be looked at again.
        public Progress waiting(Instant lookAt, int lookedSoOften, String why) {
            return new Progress(
                    state,
                    remoteId,
                    remoteStatus,
                    code,
                    why,
                    position,
                    submittedAt,
                    endedAt,
                    Optional.of(lookAt),
                    lookedSoOften,
                    took,
                    rows,
                    bytes,
                    adopted,
                    cancelAsked);
        }

        public Progress submitting(Instant now) {
            return new Progress(
                    RunState.SUBMITTING,
                    remoteId,
                    remoteStatus,
                    "",
                    "",
                    position,
                    Optional.of(now),
                    endedAt,
                    Optional.of(now),
                    looks,
                    took,
                    rows,
                    bytes,
                    adopted,
                    cancelAsked);
        }

        /// Amazon has it.
        public Progress remote(String id, String status, Instant lookAt, boolean foundAgain) {
            return new Progress(
                    RunState.REMOTE,
                    Optional.of(id),
                    status,
                    "",
                    "",
                    position,
                    submittedAt,
                    endedAt,
                    Optional.of(lookAt),
                    0,
                    took,
                    rows,
                    bytes,
                    foundAgain,
                    cancelAsked);
        }

        /// @return whether nothing but the day's allowance keeps it waiting
        public boolean waitsForAllowance() {
            return Sentence.heard(words)
                    .filter(it -> it.sentence() == Sentence.ALLOWANCE)
                    .isPresent();
        }

        /// @return whether it was sent and seems never to have come there, and is wanted still
        public boolean neverArrived() {
            return !cancelAsked && state == RunState.SUBMIT_FAILED && words.equals(Sentence.NEVER_ARRIVED.say());
        }

        public Progress status(String status, Instant lookAt, int lookedSoOften) {
            return new Progress(
                    state,
                    remoteId,
                    status,
                    code,
                    words,
                    position,
                    submittedAt,
                    endedAt,
                    Optional.of(lookAt),
                    lookedSoOften,
                    took,
                    rows,
                    bytes,
                    adopted,
                    cancelAsked);
        }

        public Progress taking(Optional<Duration> time) {
            return new Progress(
                    state,
                    remoteId,
                    remoteStatus,
                    code,
                    words,
                    position,
                    submittedAt,
                    endedAt,
                    nextAt,
                    looks,
                    time,
                    rows,
                    bytes,
                    adopted,
                    cancelAsked);
        }

        public Progress ended(RunState end, Instant at, String why, String text, Optional<SqlPosition> where) {
            return new Progress(
                    end,
                    remoteId,
                    remoteStatus,
                    why,
                    text,
                    where,
                    submittedAt,
                    Optional.of(at),
                    Optional.empty(),
                    looks,
                    took,
                    rows,
                    bytes,
                    adopted,
                    cancelAsked);
        }

        public Progress ready(Instant at, OptionalLong rowCount, OptionalLong byteCount) {
            return new Progress(
                    RunState.READY,
                    remoteId,
                    remoteStatus,
                    "",
                    "",
                    Optional.empty(),
                    submittedAt,
                    Optional.of(at),
                    Optional.empty(),
                    looks,
                    took,
                    rowCount,
                    byteCount,
                    adopted,
                    cancelAsked);
        }

        public Progress cancelWanted(Instant now) {
            return new Progress(
                    state,
                    remoteId,
                    remoteStatus,
                    code,
                    words,
                    position,
                    submittedAt,
                    endedAt,
                    Optional.of(now),
                    looks,
                    took,
                    rows,
                    bytes,
                    adopted,
                    true);
        }

        /// @return whether there is a result without rows
        public boolean empty() {
            return state == RunState.READY && rows.isPresent() && rows.getAsLong() == 0;
        }
    }

    public RunState state() {
        return progress.state();
    }

    /// Whether the queue said why it does not let it go yet.
    public boolean heldBack() {
        return state() == RunState.QUEUED && !progress.words().isEmpty();
    }

    public Run with(Progress next) {
        return new Run(id, instance, ask, next);
    }

    /// @return what is sent
    ///
    /// @param synthetic whether the instance is a sandbox
    public ExecutionRequest request(boolean synthetic) {
        boolean embedded = !ask.saved();
        return new ExecutionRequest(
                embedded ? id.value() : ask.workflow().orElse(id.value()),
                embedded ? Optional.of(ask.sql()) : Optional.empty(),
                ask.declared(),
                ask.values(),
                ask.privacy(),
                ask.marker(),
                ask.window(),
                synthetic,
                ask.dryRun());
    }
}
