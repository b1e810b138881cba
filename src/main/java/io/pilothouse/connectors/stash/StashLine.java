package io.pilothouse.connectors.stash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCounts;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.domain.library.Stamps;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The library of one Stash (contract sections 4 to 10). Thread-safe.
final class StashLine implements LibraryLine {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration PAGE_LIMIT = Duration.ofSeconds(60);
    /// Of a server that once needed longer.
    private static final Duration SLOW_PAGE_LIMIT = Duration.ofSeconds(180);
    private static final Duration INVENTORY_LIMIT = Duration.ofSeconds(120);
    private static final Duration SHORT_LIMIT = Duration.ofSeconds(10);
    private static final Duration PICTURE_LIMIT = Duration.ofSeconds(20);

    private static final int AT_ONCE = 2;
    private static final int IDS_AT_ONCE = 100;
    private static final int SINGLES_AT_ONCE = 50;
    private static final int MEMBERS = 1_000;
    private static final int ACTIVITY_PAGE = 500;
    /// Size of what stands for a marker's picture that was not made (contract 7.1).
    private static final int NO_MARKER_PICTURE = 1_199;
    /// Larger pictures are not thumbnails.
    private static final long LARGEST_PICTURE = 8L << 20;

    private static final Pattern GONE = Pattern.compile("with id (\\d+) not found");
    private static final Set<String> DRAWABLE = Set.of("image/jpeg", "image/png", "image/gif", "image/bmp");

    private final StashConnector connector;
    private final Clock clock;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean slow;

    StashLine(StashConnector connector, Clock clock) {
        this.connector = connector;
        this.clock = clock;
    }

    /// Data of an answer and the server's clock.
    private record Asked(JsonNode data, Instant served) {}

    /// Makes a document that fits what the server has.
    @FunctionalInterface
    private interface Making {
        Document on(Capabilities server);
    }

    private Asked ask(Making making, ObjectNode variables, Duration limit)
            throws ConnectorException, InterruptedException {
        slots.acquire();
        try {
            var server = connector.capabilities();
            try {
                return send(making.on(server), variables, limit);
            } catch (StashConnector.NotUnderstood e) { // it may be another version by now
                var fresh = connector.freshCapabilities();
                if (fresh.equals(server)) {
                    throw e.failure();
                }
                try {
                    return send(making.on(fresh), variables, limit);
                } catch (StashConnector.NotUnderstood again) {
                    throw again.failure();
                }
            }
        } finally {
            slots.release();
        }
    }

    private Asked send(Document document, ObjectNode variables, Duration limit)
            throws ConnectorException, InterruptedException, StashConnector.NotUnderstood {
        requests.incrementAndGet();
        var answer = connector.post(document, variables, limit);
        bytes.addAndGet(answer.body().length);
        return new Asked(connector.dataOf(answer, document), served(answer));
    }

    private Instant served(Answer answer) {
        try {
            return answer.header("Date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElseGet(clock::instant);
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }

    private static ObjectNode variables() {
        return JSON.createObjectNode();
    }

    @Override
    public Look look() throws ConnectorException, InterruptedException {
        var server = connector.capabilities();
        if (!server.hasLibrary()) {
            throw ConnectorException.of(
                    FaultCode.TOO_OLD,
                    connector.label() + " is older than release 0.27: its library cannot be read, only its health.",
                    "Update it to 0.27 or later.");
        }
        var asked = ask(LibraryDocuments.LOOK::on, variables(), PAGE_LIMIT);
        var version = asked.data.path("version");
        var stats = asked.data.path("stats");
        var things = new EnumMap<EntityType, Long>(EntityType.class);
        for (var type : EntityType.values()) {
            var count = stats.path(type.word() + "_count");
            if (count.isNumber()) {
                things.put(type, count.asLong());
            }
        }
        return new Look(
                version.path("version").asText(""),
                version.path("version").asText("") + " "
                        + version.path("hash").asText("") + " "
                        + asked.data.path("systemStatus").path("appSchema").asText(""),
                new LibraryCounts(
                        things,
                        stats.path("total_play_count").asLong(0),
                        stats.path("total_o_count").asLong(0),
                        Math.round(stats.path("total_play_duration").asDouble(0)),
                        stats.path("scenes_played").asLong(0)),
                asked.served,
                server.mayHave(Capabilities.QUERY, "findFiles"));
    }

    private static ObjectNode paging(EntityType type, Ask ask) {
        var variables = variables();
        variables
                .putObject("filter")
                .put("per_page", ask.size())
                .put("page", type.pagedById() ? 1 : ask.page())
                .put("sort", "id")
                .put("direction", "ASC");
        var where = variables.putObject("where");
        if (type.pagedById()) {
            where.putObject("id").put("value", ask.after()).put("modifier", "GREATER_THAN");
        }
        ask.since()
                .ifPresent(since ->
                        where.putObject("updated_at").put("value", since).put("modifier", "GREATER_THAN"));
        return variables;
    }

    @Override
    public Page page(EntityType type, Ask ask) throws ConnectorException, InterruptedException {
        var root = LibraryDocuments.root(type);
        try {
            var asked = ask(
                    server -> LibraryDocuments.page(type, server),
                    paging(type, ask),
                    slow ? SLOW_PAGE_LIMIT : PAGE_LIMIT);
            var answer = asked.data.path(root.find());
            var rows = answer.path(root.list());
            return new Page(entities(type, rows), rows.size(), count(answer), asked.served);
        } catch (ConnectorException e) {
            slow |= e.code() == FaultCode.TOO_SLOW;
            throw e;
        }
    }

    private static long count(JsonNode answer) {
        return answer.path("count").isNumber() ? answer.path("count").asLong() : -1;
    }

    private static List<RemoteEntity> entities(EntityType type, JsonNode rows) {
        var things = new ArrayList<RemoteEntity>(rows.size());
        for (var row : rows) {
            if (LibraryReading.id(row) > 0) {
                things.add(LibraryReading.entity(type, row));
            }
        }
        return things;
    }

    private static Listing listing(JsonNode rows, long count, Instant served) {
        var list = new ArrayList<Row>(rows.size());
        for (var row : rows) {
            if (LibraryReading.id(row) > 0) {
                list.add(new Row(LibraryReading.id(row), row.path("updated_at").asText("")));
            }
        }
        return new Listing(list, rows.size(), count, served);
    }

    @Override
    public Listing listing(EntityType type, Ask ask) throws ConnectorException, InterruptedException {
        var root = LibraryDocuments.root(type);
        var asked = ask(LibraryDocuments.inventory(type)::on, paging(type, ask), INVENTORY_LIMIT);
        var answer = asked.data.path(root.find());
        return listing(answer.path(root.list()), count(answer), asked.served);
    }

    @Override
    public Map<EntityType, Listing> changed(Map<EntityType, String> bounds, int newest)
            throws ConnectorException, InterruptedException {
        var variables = variables().put("n", newest);
        for (var type : EntityType.values()) {
            variables.put(type.plural(), bounds.getOrDefault(type, Stamps.bound("", Duration.ZERO)));
        }
        var asked = ask(LibraryDocuments.changedSince()::on, variables, PAGE_LIMIT);
        var changed = new EnumMap<EntityType, Listing>(EntityType.class);
        for (var type : EntityType.values()) {
            var answer = asked.data.path(type.plural());
            changed.put(type, listing(answer.path(LibraryDocuments.root(type).list()), count(answer), asked.served));
        }
        return changed;
    }

    @Override
    public Optional<Listing> changedFiles(String bound, int page, int size)
            throws ConnectorException, InterruptedException {
        if (!connector.capabilities().mayHave(Capabilities.QUERY, "findFiles")) {
            return Optional.empty();
        }
        var asked = ask(
                LibraryDocuments.FILES_CHANGED::on,
                variables().put("n", size).put("page", page).put("since", bound),
                PAGE_LIMIT);
        var answer = asked.data.path("findFiles");
        return Optional.of(listing(answer.path("files"), count(answer), asked.served));
    }

    @Override
    public Found find(EntityType type, Collection<Long> ids) throws ConnectorException, InterruptedException {
        var things = new ArrayList<RemoteEntity>();
        var gone = new HashSet<Long>();
        var unreadable = new HashSet<Long>();
        var served = clock.instant();
        if (type == EntityType.MARKER && !connector.capabilities().findsMarkersById()) {
            return new Found(things, gone, unreadable, served);
        }
        var distinct = List.copyOf(new LinkedHashSet<>(ids));
        for (int from = 0; from < distinct.size(); from += IDS_AT_ONCE) {
            var some = new ArrayList<>(distinct.subList(from, Math.min(distinct.size(), from + IDS_AT_ONCE)));
            served = findSome(type, some, things, gone, unreadable).orElse(served);
        }
        return new Found(things, gone, unreadable, served);
    }

    /// One missing member fails the whole request and is named in the message; where it is not, the group
    /// is split. So it is where the server fails of itself, until the one is found that it cannot tell.
    private Optional<Instant> findSome(
            EntityType type, List<Long> ids, List<RemoteEntity> things, Set<Long> gone, Set<Long> unreadable)
            throws ConnectorException, InterruptedException {
        var left = ids;
        while (!left.isEmpty()) {
            var variables = variables();
            var list = variables.putArray("ids");
            left.forEach(id -> list.add(String.valueOf(id)));
            try {
                var asked = ask(server -> LibraryDocuments.byIds(type, server), variables, PAGE_LIMIT);
                var root = LibraryDocuments.root(type);
                things.addAll(entities(type, asked.data.path(root.find()).path(root.list())));
                return Optional.of(asked.served);
            } catch (ConnectorException e) {
                boolean itsOwn = e.code() == FaultCode.SERVER_ERROR;
                if (!itsOwn && !(e.getCause() instanceof StashConnector.Complaint)) {
                    throw e;
                }
                if (itsOwn) {
                    connector.freshCapabilities(); // or it is being set up or migrated, and fails at everything
                    if (left.size() == 1) {
                        unreadable.add(left.getFirst());
                        return Optional.empty();
                    }
                }
                var named =
                        GONE.matcher(itsOwn ? "" : String.valueOf(e.getCause().getMessage()));
                if (named.find() && left.contains(Long.valueOf(named.group(1)))) {
                    var id = Long.valueOf(named.group(1));
                    gone.add(id);
                    left = left.stream().filter(each -> !each.equals(id)).toList();
                } else if (left.size() > 1) {
                    int half = left.size() / 2;
                    findSome(type, left.subList(0, half), things, gone, unreadable);
                    return findSome(type, left.subList(half, left.size()), things, gone, unreadable);
                } else {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Set<Long> confirmGone(EntityType type, Collection<Long> ids)
            throws ConnectorException, InterruptedException {
        if (type == EntityType.MARKER) {
            return connector.capabilities().findsMarkersById() ? find(type, ids).gone() : Set.of();
        }
        var gone = new HashSet<>(ids);
        var all = List.copyOf(gone);
        for (int from = 0; from < all.size(); from += SINGLES_AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + SINGLES_AT_ONCE));
            var document = LibraryDocuments.exist(Map.of(type, some));
            var data = ask(document::on, variables(), PAGE_LIMIT).data;
            for (var id : some) { // only what it says itself is not there
                if (!data.path(type.word() + id).isNull()) {
                    gone.remove(id);
                }
            }
        }
        return gone;
    }

    @Override
    public List<Sample> samples(List<Sample> known) throws ConnectorException, InterruptedException {
        var ids = new EnumMap<EntityType, List<Long>>(EntityType.class);
        known.stream()
                .filter(sample -> sample.type() != EntityType.MARKER)
                .forEach(sample -> ids.computeIfAbsent(sample.type(), _ -> new ArrayList<>())
                        .add(sample.id()));
        if (ids.isEmpty()) {
            return List.of();
        }
        var data = ask(LibraryDocuments.exist(ids)::on, variables(), PAGE_LIMIT).data;
        var seen = new ArrayList<Sample>();
        for (var sample : known) {
            var row = data.path(sample.type().word() + sample.id());
            if (row.isObject()) {
                seen.add(new Sample(
                        sample.type(),
                        sample.id(),
                        row.path("created_at").asText(""),
                        LibraryReading.content(sample.type(), row)));
            }
        }
        return seen;
    }

    @Override
    public Set<Long> imagesOf(long gallery) throws ConnectorException, InterruptedException {
        var ids = new HashSet<Long>();
        var variables = variables();
        variables.putArray("gallery").add(String.valueOf(gallery));
        eachPaged(
                LibraryDocuments.GALLERY_IMAGES::on,
                variables,
                MEMBERS,
                "findImages",
                "images",
                image -> ids.add(LibraryReading.id(image)));
        return ids;
    }

    @Override
    public List<Long> withoutPhash(long after, int size) throws ConnectorException, InterruptedException {
        var variables = variables().put("after", after);
        variables.putObject("filter").put("per_page", size).put("sort", "id");
        var ids = new ArrayList<Long>();
        ask(LibraryDocuments.WITHOUT_PHASH::on, variables, PAGE_LIMIT)
                .data
                .path("findScenes")
                .path("scenes")
                .forEach(scene -> ids.add(LibraryReading.id(scene)));
        return ids;
    }

    @Override
    public List<Activity> playedSince(Instant since) throws ConnectorException, InterruptedException {
        var all = new ArrayList<Activity>();
        eachPaged(
                LibraryDocuments.PLAYED_SINCE::on,
                variables().put("since", since.truncatedTo(ChronoUnit.SECONDS).toString()),
                ACTIVITY_PAGE,
                "findScenes",
                "scenes",
                scene -> all.add(LibraryReading.activity(scene)));
        return all;
    }

    @Override
    public List<Activity> scenesWithO() throws ConnectorException, InterruptedException {
        var all = new ArrayList<Activity>();
        eachPaged(
                LibraryDocuments.SCENES_WITH_O::on,
                variables(),
                ACTIVITY_PAGE,
                "findScenes",
                "scenes",
                scene -> all.add(LibraryReading.activity(scene)));
        return all;
    }

    @Override
    public Map<Long, Integer> imagesWithO() throws ConnectorException, InterruptedException {
        var all = new HashMap<Long, Integer>();
        eachPaged(
                LibraryDocuments.IMAGES_WITH_O::on,
                variables(),
                ACTIVITY_PAGE,
                "findImages",
                "images",
                image -> all.put(
                        image.path("id").asLong(), image.path("o_counter").asInt()));
        return all;
    }

    /// Reads all pages, by id.
    private void eachPaged(
            Making making, ObjectNode variables, int size, String find, String list, Consumer<JsonNode> each)
            throws ConnectorException, InterruptedException {
        for (int page = 1; ; page++) {
            variables
                    .putObject("filter")
                    .put("per_page", size)
                    .put("page", page)
                    .put("sort", "id");
            var rows = ask(making, variables, PAGE_LIMIT).data.path(find).path(list);
            rows.forEach(each);
            if (rows.size() < size) {
                return;
            }
        }
    }

    @Override
    public List<Activity> latest(int howMany) throws ConnectorException, InterruptedException {
        var data = ask(LibraryDocuments.LATEST::on, variables().put("n", howMany), PAGE_LIMIT).data;
        var all = new ArrayList<Activity>();
        for (var list : List.of("played", "o")) {
            data.path(list).path("scenes").forEach(scene -> all.add(LibraryReading.activity(scene)));
        }
        return all;
    }

    @Override
    public List<Instant> history(long scene, boolean o) throws ConnectorException, InterruptedException {
        var times = new ArrayList<Instant>();
        ask(LibraryDocuments.HISTORY::on, variables().put("id", String.valueOf(scene)), PAGE_LIMIT)
                .data
                .path("findScene")
                .path(o ? "o_history" : "play_history")
                .forEach(time -> Stamps.instant(time.asText("")).ifPresent(times::add));
        return times;
    }

    // --- acts

    @Override
    public void update(EntityType type, long id, Map<String, ? extends @Nullable Object> values)
            throws ConnectorException, InterruptedException {
        var variables = variables();
        var input = variables.putObject("input").put("id", String.valueOf(id));
        values.forEach((name, value) -> input.set(name, JSON.valueToTree(value)));
        ask(LibraryDocuments.update(type)::on, variables, PAGE_LIMIT);
    }

    @Override
    public void updateScenes(Collection<Long> ids, Map<String, ? extends @Nullable Object> values)
            throws ConnectorException, InterruptedException {
        var variables = variables();
        var input = variables.putObject("input");
        var list = input.putArray("ids");
        ids.forEach(id -> list.add(String.valueOf(id)));
        values.forEach((name, value) -> input.set(name, JSON.valueToTree(value)));
        ask(_ -> LibraryDocuments.UPDATE_SCENES, variables, PAGE_LIMIT);
    }

    @Override
    public void addPlay(long scene, Instant at) throws ConnectorException, InterruptedException {
        history("sceneAddPlay", scene, at);
    }

    @Override
    public void addO(long scene, Instant at) throws ConnectorException, InterruptedException {
        history("sceneAddO", scene, at);
    }

    @Override
    public void deleteEvent(long scene, boolean o, Instant at) throws ConnectorException, InterruptedException {
        history(o ? "sceneDeleteO" : "sceneDeletePlay", scene, at);
    }

    private void history(String mutation, long scene, Instant at) throws ConnectorException, InterruptedException {
        var variables = variables().put("id", String.valueOf(scene));
        variables.putArray("times").add(at.truncatedTo(ChronoUnit.SECONDS).toString());
        ask(_ -> LibraryDocuments.history(mutation), variables, PAGE_LIMIT);
    }

    @Override
    public void saveResume(long scene, double seconds) throws ConnectorException, InterruptedException {
        ask(
                _ -> LibraryDocuments.SAVE_ACTIVITY,
                variables().put("id", String.valueOf(scene)).put("resume", seconds),
                PAGE_LIMIT);
    }

    @Override
    public void merge(EntityType type, Collection<Long> sources, long destination)
            throws ConnectorException, InterruptedException {
        var document = LibraryDocuments.merge(type).on(connector.capabilities());
        if (document.asksNothing()) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    connector.label() + " cannot merge " + type.plural() + ".",
                    "Update it, or merge them on its own pages.");
        }
        var variables = variables().put("destination", String.valueOf(destination));
        var list = variables.putArray("source");
        new LinkedHashSet<>(sources).forEach(id -> list.add(String.valueOf(id)));
        ask(_ -> document, variables, PAGE_LIMIT);
    }

    // --- jobs

    @Override
    public List<ServerJob> jobs() throws ConnectorException, InterruptedException {
        var jobs = new ArrayList<ServerJob>();
        ask(LibraryDocuments.JOB_QUEUE::on, variables(), SHORT_LIMIT)
                .data
                .path("jobQueue")
                .forEach(job -> jobs.add(LibraryReading.job(job)));
        return jobs;
    }

    @Override
    public Optional<ServerJob> job(String id) throws ConnectorException, InterruptedException {
        var found = ask(LibraryDocuments.JOB_BY_ID::on, variables().put("id", id), SHORT_LIMIT)
                .data
                .path("findJob");
        return found.isObject() ? Optional.of(LibraryReading.job(found)) : Optional.empty();
    }

    @Override
    public Optional<String> start(ServerJobOrder order) throws ConnectorException, InterruptedException {
        var variables = variables();
        var document =
                switch (order) {
                    case SCAN -> LibraryDocuments.job("metadataScan", "ScanMetadataInput");
                    case IDENTIFY -> LibraryDocuments.job("metadataIdentify", "IdentifyMetadataInput");
                    case GENERATE -> LibraryDocuments.job("metadataGenerate", "GenerateMetadataInput");
                    case AUTO_TAG -> LibraryDocuments.job("metadataAutoTag", "AutoTagMetadataInput");
                    case CLEAN, CLEAN_DRY_RUN -> LibraryDocuments.job("metadataClean", "CleanMetadataInput");
                    case BACKUP -> LibraryDocuments.job("backupDatabase", "BackupDatabaseInput");
                    case OPTIMISE -> LibraryDocuments.job("optimiseDatabase", "");
                };
        if (order != ServerJobOrder.OPTIMISE) {
            var input = variables.putObject("input");
            switch (order) {
                case SCAN -> input.put("scanGenerateCovers", true).put("scanGeneratePhashes", true);
                case IDENTIFY -> addSources(input);
                case GENERATE -> input.put("covers", true).put("phashes", true);
                case AUTO_TAG -> {
                    for (var list : List.of("performers", "studios", "tags")) {
                        input.putArray(list).add("*");
                    }
                }
                case CLEAN -> input.put("dryRun", false);
                case CLEAN_DRY_RUN -> input.put("dryRun", true);
                case BACKUP -> input.put("download", false);
                case OPTIMISE -> {}
            }
        }
        var answer = ask(_ -> document, variables, PAGE_LIMIT).data;
        var id = answer.path(document.fields().getFirst().name()).asText("");
        return id.isEmpty() || id.equals("null") ? Optional.empty() : Optional.of(id);
    }

    /// Things are looked up in the public databases that the server itself is set up for.
    private void addSources(ObjectNode input) throws ConnectorException, InterruptedException {
        var boxes = ask(LibraryDocuments.STASH_BOXES::on, variables(), SHORT_LIMIT)
                .data
                .path("configuration")
                .path("general")
                .path("stashBoxes");
        if (boxes.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    connector.label() + " knows no public database to look things up in.",
                    "Enter one on its page under Settings, Metadata Providers.");
        }
        var sources = input.putArray("sources");
        boxes.forEach(box -> sources.addObject()
                .putObject("source")
                .put("stash_box_endpoint", box.path("endpoint").asText()));
    }

    @Override
    public void stop(String job) throws ConnectorException, InterruptedException {
        ask(_ -> LibraryDocuments.STOP_JOB, variables().put("id", job), SHORT_LIMIT);
    }

    @Override
    public void listen(Consumer<News> news) throws ConnectorException, InterruptedException {
        connector.listen(news);
    }

    @Override
    public List<NamedFilter> filters() throws ConnectorException, InterruptedException {
        var filters = new ArrayList<NamedFilter>();
        ask(LibraryDocuments.SAVED_FILTERS::on, variables(), SHORT_LIMIT)
                .data
                .path("findSavedFilters")
                .forEach(row -> filters.add(new NamedFilter(
                        row.path("name").asText(""),
                        row.path("mode").asText(""),
                        row.path("find_filter").toString(),
                        row.path("object_filter").toString())));
        return filters;
    }

    // --- pictures and pages

    @Override
    public Optional<byte[]> picture(EntityType type, long id, long stamp)
            throws ConnectorException, InterruptedException {
        var path =
                switch (type) {
                    case SCENE -> "scene/" + id + "/screenshot";
                    case IMAGE -> "image/" + id + "/thumbnail";
                    case GALLERY -> "gallery/" + id + "/cover";
                    case PERFORMER -> "performer/" + id + "/image";
                    case STUDIO -> "studio/" + id + "/image";
                    case TAG -> "tag/" + id + "/image";
                    case GROUP -> "group/" + id + "/frontimage";
                    case MARKER -> "";
                };
        return path.isEmpty() ? Optional.empty() : picture(path, stamp);
    }

    @Override
    public Optional<byte[]> markerPicture(long scene, long marker, long stamp)
            throws ConnectorException, InterruptedException {
        var own = picture("scene/" + scene + "/scene_marker/" + marker + "/screenshot", stamp)
                .filter(bytes -> bytes.length != NO_MARKER_PICTURE);
        return own.isPresent() ? own : picture(EntityType.SCENE, scene, stamp);
    }

    private Optional<byte[]> picture(String path, long stamp) throws ConnectorException, InterruptedException {
        requests.incrementAndGet();
        var answer = connector.get(path, stamp, PICTURE_LIMIT, LARGEST_PICTURE);
        bytes.addAndGet(answer.body().length);
        if (!answer.ok() && answer.status() != 404) {
            throw connector.fault(answer); // says nothing of whether there is a picture
        }
        return answer.ok() && DRAWABLE.contains(answer.contentType()) && answer.body().length > 0
                ? Optional.of(answer.body())
                : Optional.empty();
    }

    @Override
    public URI pageOf(EntityType type, long id) {
        return connector.address(type == EntityType.MARKER ? "scenes/markers" : type.plural() + "/" + id);
    }

    @Override
    public URI playable(long scene) throws ConnectorException, InterruptedException {
        return connector.withKey("scene/" + scene + "/stream");
    }

    @Override
    public Cost cost() {
        return new Cost(requests.get(), bytes.get());
    }
}
