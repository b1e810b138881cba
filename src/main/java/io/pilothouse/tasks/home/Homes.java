package io.pilothouse.tasks.home;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.LineStatus;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The operations on houses. Thread-safe. Methods block: call them from a task.
///
/// Each names its house. An instance that is unknown or switched off fails as such and is never replaced
/// by another. What changes a house passes the guards before anything is sent; then a
/// [ProblemException] is theirs, and everything else is in the result.
public interface Homes {

    /// Whether something asked before may be given again.
    enum Age {
        /// As old as it may be for its sort.
        KEPT,
        NOW
    }

    HomeResult<HomeFacts> facts(InstanceId id) throws InterruptedException;

    HomeResult<Hardware> hardware(InstanceId id, Age age) throws InterruptedException;

    HomeResult<Network> network(InstanceId id, Age age) throws InterruptedException;

    HomeResult<Urls> urls(InstanceId id, Age age) throws InterruptedException;

    /// Measures the round trip of the line, connecting first where nothing is connected.
    HomeResult<Boolean> ping(InstanceId id) throws InterruptedException;

    /// Asks nobody.
    HomeResult<LineStatus> status(InstanceId id) throws InterruptedException;

    /// Ends our connection and makes a new one at once. The house itself is not restarted.
    ///
    /// @param force carried out even directly after another restart
    LineRestart restartLine(InstanceId id, boolean force) throws InterruptedException;

    /// Restarts the lines of several houses at the same time; one that fails does not stop the others.
    ///
    /// @return one result for each, in their order
    List<LineRestart> restartLines(Collection<InstanceId> ids) throws InterruptedException;

    HomeResult<List<AreaRow>> areas(InstanceId id) throws InterruptedException;

    HomeResult<List<EntityRow>> entities(InstanceId id) throws InterruptedException;

    /// @return what is known of a house without asking it; empty where nothing is held
    List<EntityRow> heldEntities(InstanceId id);

    /// @param areaId empty for what is in no area; an unknown one fails
    HomeResult<List<EntityRow>> entitiesIn(InstanceId id, String areaId) throws InterruptedException;

    HomeResult<HomeIndex> index(InstanceId id) throws InterruptedException;

    /// @param language of their texts; a house that does not know it tells them in English
    HomeResult<ServiceCatalogue> services(InstanceId id, String language) throws InterruptedException;

    /// With English texts.
    default HomeResult<ServiceCatalogue> services(InstanceId id) throws InterruptedException {
        return services(id, "en");
    }

    /// What a call would reach, found out here. A service that is not there fails.
    HomeResult<CallPreview> preview(InstanceId id, ServiceCall call) throws InterruptedException;

    /// What the guards are asked for a call.
    ///
    /// @param reached how many entities it acts on
    Act act(InstanceId id, ServiceCall call, int reached);

    /// Calls a service. Words of the target that name nothing fail before anything is sent.
    HomeResult<CallResult> call(InstanceId id, ServiceCall call, Consent consent)
            throws ProblemException, InterruptedException;

    /// @return the latest calls of all houses, newest first
    Published<List<LoggedCall>> calls();

    /// Restarts Home Assistant itself, after looking whether it could start again.
    HomeResult<CallResult> restartHouse(InstanceId id, Consent consent) throws ProblemException, InterruptedException;

    HomeResult<List<HealthPart>> systemHealth(InstanceId id) throws InterruptedException;

    HomeResult<List<LogLine>> log(InstanceId id) throws InterruptedException;

    HomeResult<List<Integration>> integrations(InstanceId id) throws InterruptedException;

    default HomeResult<List<Repair>> repairs(InstanceId id) throws InterruptedException {
        return repairs(id, "en");
    }

    /// @param language of their texts; a house that does not know it tells them in English
    HomeResult<List<Repair>> repairs(InstanceId id, String language) throws InterruptedException;

    HomeResult<List<Notification>> notifications(InstanceId id) throws InterruptedException;

    HomeResult<List<Update>> updates(InstanceId id) throws InterruptedException;

    HomeResult<Backups> backups(InstanceId id) throws InterruptedException;

    HomeResult<Optional<String>> releaseNotes(InstanceId id, String entityId) throws InterruptedException;

    /// Automations, scripts and scenes.
    HomeResult<List<Automation>> automations(InstanceId id) throws InterruptedException;

    HomeResult<List<Run>> runs(InstanceId id, Automation automation) throws InterruptedException;

    HomeResult<List<Past.Series>> history(InstanceId id, List<String> entityIds, Instant from, Instant to)
            throws InterruptedException;

    /// @param entityIds only about these; empty for everything
    HomeResult<List<Past.Entry>> logbook(InstanceId id, List<String> entityIds, Instant from, Instant to)
            throws InterruptedException;

    /// Tells what happens to entities of a house from a point in time on, until it is closed: as the house
    /// tells it, else by asking now and then. While it is open the house counts as looked at.
    ///
    /// @param from the latest that is known of them
    /// @param told gets the new points by entity, oldest first; called on threads of the connection: it must
    ///             be quick
    Subscription followHistory(
            InstanceId id, List<String> entityIds, Instant from, Consumer<Map<String, List<Past.Point>>> told);

    /// The same for all of the logbook.
    ///
    /// @param told gets the new entries, newest first
    Subscription followLogbook(InstanceId id, Instant from, Consumer<List<Past.Entry>> told);

    HomeResult<Boolean> ignoreRepair(InstanceId id, Repair repair, boolean ignored, Consent consent)
            throws ProblemException, InterruptedException;

    HomeResult<Boolean> backUp(InstanceId id, Consent consent) throws ProblemException, InterruptedException;

    /// @param areaId empty to let it follow its device
    HomeResult<Boolean> moveEntity(InstanceId id, String entityId, Optional<String> areaId, Consent consent)
            throws ProblemException, InterruptedException;

    /// What is seldom done.
    HomeUpkeep upkeep();

    /// Follows a house until the watch is closed.
    HomeWatch watch(InstanceId id, HomeWatch.Listener listener);

    /// Two to four houses side by side, asked at the same time. Each side has its own gaps.
    HomeComparison compare(List<InstanceId> ids, Collection<HomeComparison.Part> parts)
            throws ProblemException, InterruptedException;

    /// What is wrong in these houses, asked at the same time.
    HomeProblemList problems(Collection<InstanceId> ids) throws InterruptedException;
}
