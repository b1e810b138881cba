package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A house whose states are told as they change, which takes commands and answers questions. Thread-safe.
///
/// Questions block and may be interrupted. A refusal keeps its kind: a right that is missing, a command
/// that an older server does not know, input it does not take.
public interface LiveHome {

    HomeAssistantSession session();

    /// Keeps the connection up and follows states from now on, on behalf of the task that calls.
    void follow(Scope scope);

    /// Everything, as [#follow(Scope)] with [Scope#EVERYTHING].
    default void follow() {
        follow(Scope.EVERYTHING);
    }

    /// How much of a house is followed.
    enum Scope {
        /// What its health needs: updates, repairs, notifications and its configuration. A house that nobody looks
        /// at costs little.
        HEALTH,
        EVERYTHING
    }

    /// @return the states by entity id; those of before, while the connection is down. A copy
    Map<String, EntityState> states();

    /// @return one state of those
    Optional<EntityState> state(String entityId);

    /// @return whether the followed states are there: the first telling came on this connection
    boolean synced();

    /// @return state changes a second, as the mean of the last ten
    double eventsPerSecond();

    /// @param listener called with the ids that changed or went, on the thread that reads: it must be quick
    /// @return ends the listening
    Runnable onStates(Consumer<Set<String>> listener);

    /// @param listener called when a list other than the states may have changed; must be quick
    /// @return ends the listening
    Runnable onLists(Runnable listener);

    /// Tells what happens to these entities from a point in time on, until it is ended: also over
    /// connections that end, and by asking now and then where the house cannot tell by itself.
    ///
    /// @param from something the house already told, best the latest
    /// @param told gets the new points by entity, oldest first; called on a thread of the connection: it
    ///             must be quick
    /// @return ends it
    Runnable followHistory(List<String> entityIds, Instant from, Consumer<Map<String, List<Past.Point>>> told);

    /// The same for the logbook.
    ///
    /// @param entityIds only about these; empty for everything
    /// @param told      gets the new entries, newest first
    Runnable followLogbook(List<String> entityIds, Instant from, Consumer<List<Past.Entry>> told);

    /// Keeps lists that can be asked again no longer, to save memory.
    void forgetLists();

    /// @param target for example `{"entity_id": "light.hall"}`
    /// @throws ConnectorException if the connection was lost: the call may have been carried out
    Reply callService(String domain, String service, Map<String, ?> target, Map<String, ?> data)
            throws ConnectorException, InterruptedException;

    /// Measures the round trip of the line, connecting first where nothing is connected. The status shows it.
    void ping() throws ConnectorException, InterruptedException;

    /// Whether this is the installation it was taken for, as the connection of now answers.
    boolean is(RemoteIdentity known) throws ConnectorException, InterruptedException;

    /// The same, as far as the connection of now has told; asks nobody.
    ///
    /// @return empty while it has not told
    Optional<Boolean> seemsToBe(RemoteIdentity known);

    HomeFacts facts() throws ConnectorException, InterruptedException;

    /// @return the facts as they were last told; asks nobody
    Optional<HomeFacts> latestFacts();

    /// @return where everything is; kept until the house tells a change while it is followed
    HomeIndex index() throws ConnectorException, InterruptedException;

    /// @return where everything is, as it was last told; asks nobody
    Optional<HomeIndex> latestIndex();

    /// The same with disabled entities and the ids of the registry, asked anew.
    HomeIndex wholeIndex() throws ConnectorException, InterruptedException;

    /// @return the states as they are now: the followed ones, else asked once
    Map<String, EntityState> currentStates() throws ConnectorException, InterruptedException;

    /// @param language of their texts; a house that does not know it tells them in English
    ServiceCatalogue services(String language) throws ConnectorException, InterruptedException;

    /// With English texts.
    default ServiceCatalogue services() throws ConnectorException, InterruptedException {
        return services("en");
    }

    /// Calls a service and watches what changes by it.
    ///
    /// @throws ConnectorException if it was refused, failed, or its answer was lost: then it may have been
    ///                            carried out
    CallResult call(ServiceCall call) throws ConnectorException, InterruptedException;

    Hardware hardware() throws ConnectorException, InterruptedException;

    Network network() throws ConnectorException, InterruptedException;

    Urls urls() throws ConnectorException, InterruptedException;

    List<HealthPart> systemHealth() throws ConnectorException, InterruptedException;

    /// Newest first; needs an administrator.
    List<LogLine> log() throws ConnectorException, InterruptedException;

    List<Integration> integrations() throws ConnectorException, InterruptedException;

    /// @param language of their texts; a house that does not know it tells them in English
    List<Repair> repairs(String language) throws ConnectorException, InterruptedException;

    List<Notification> notifications() throws ConnectorException, InterruptedException;

    /// Needs an administrator.
    Backups backups() throws ConnectorException, InterruptedException;

    /// @return Markdown; empty where there is none
    Optional<String> releaseNotes(String entityId) throws ConnectorException, InterruptedException;

    /// Newest first; needs an administrator.
    ///
    /// @param domain `automation` or `script`
    /// @param itemId as its entity tells it
    List<Run> runs(String domain, String itemId) throws ConnectorException, InterruptedException;

    /// From states or statistics, whichever fits the span.
    List<Past.Series> history(List<String> entityIds, Instant from, Instant to)
            throws ConnectorException, InterruptedException;

    /// Newest first.
    ///
    /// @param entityIds only about these; empty for everything
    List<Past.Entry> logbook(List<String> entityIds, Instant from, Instant to)
            throws ConnectorException, InterruptedException;

    /// Hides a repair, or shows it again.
    void ignoreRepair(String domain, String issueId, boolean ignored) throws ConnectorException, InterruptedException;

    /// Starts a backup; it goes on by itself.
    void backUp() throws ConnectorException, InterruptedException;

    /// Puts an entity into an area.
    ///
    /// @param areaId empty to let it follow its device
    void moveEntity(String entityId, Optional<String> areaId) throws ConnectorException, InterruptedException;

    /// Looks whether the house's configuration can be loaded.
    ///
    /// @return what is wrong, for people; empty when nothing is
    List<String> checkConfiguration() throws ConnectorException, InterruptedException;

    HouseUpkeep upkeep();

    boolean hasToken();

    /// @return the address in use, without credentials
    String addressInUse();

    /// @return `websocket`, or `rest` where a proxy blocks it
    String transport();
}
