package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.home.Past;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What happens in a house, told as it happens (contract section 16). A stream begins anew on each
/// connection with what it told last. A server that has no such stream (history before 2023.2, the logbook
/// before 2022.6), and one whose proxy lets no WebSocket pass, is asked every half minute for what is new.
/// Thread-safe.
final class PastStreams implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PastStreams.class.getName());

    private final HomeAssistantSession session;
    private final HouseDoor door;
    private final PastQuestions questions;
    private final HomeAssistantSession.Surroundings around;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean live;

    PastStreams(
            HomeAssistantSession session,
            HouseDoor door,
            PastQuestions questions,
            HomeAssistantSession.Surroundings around) {
        this.session = session;
        this.door = door;
        this.questions = questions;
        this.around = around;
        session.onStatus(status -> {
            live = status.state() == SessionState.READY;
            open.forEach(stream -> stream.polling.look());
        });
    }

    Runnable history(List<String> entityIds, Instant from, Consumer<Map<String, List<Past.Point>>> told) {
        return begin(new History(List.copyOf(entityIds), from, told));
    }

    Runnable logbook(List<String> entityIds, Instant from, Consumer<List<Past.Entry>> told) {
        return begin(new Logbook(List.copyOf(entityIds), from, told));
    }

    private Runnable begin(Stream stream) {
        open.add(stream);
        session.subscribe(stream.wish);
        stream.polling.look();
        return () -> end(stream);
    }

    private void end(Stream stream) {
        if (open.remove(stream)) {
            session.unsubscribe(stream.wish);
            stream.polling.close();
        }
    }

    @Override
    public void close() {
        open.forEach(this::end);
    }

    /// One stream, and what takes its place where there is none.
    private abstract class Stream {
        final HomeAssistantSession.Wish wish;
        final PlainPolling polling = new PlainPolling(around, this::mustAsk, this::askNews);
        final List<String> entityIds;
        /// What was told up to then is not wanted again; guarded by this.
        Instant from;

        private volatile boolean refused;

        Stream(String type, List<String> entityIds, Instant from) {
            this.entityIds = entityIds;
            this.from = from;
            wish = new HomeAssistantSession.Wish(
                    type, this::parameters, () -> refused = false, this::told, this::refused);
        }

        final synchronized Instant from() {
            return from;
        }

        abstract Map<String, ?> parameters();

        /// On the thread that reads, one event after the other.
        abstract void told(JsonNode event);

        abstract void ask() throws ConnectorException, InterruptedException;

        private boolean mustAsk() {
            return refused || door.socketsBlocked() && !live;
        }

        private void refused(Reply.Refused why) {
            LOG.log(System.Logger.Level.DEBUG, "{0} has no stream {1}: {2}", door.logged(), wish.type(), why.code());
            refused = true;
            polling.look();
        }

        private void askNews() {
            try {
                ask();
            } catch (ConnectorException e) {
                LOG.log(System.Logger.Level.DEBUG, "what is new on " + door.logged() + " was not given", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class History extends Stream {
        private final Consumer<Map<String, List<Past.Point>>> listener;
        private final Map<String, Instant> latest = new HashMap<>();

        History(List<String> entityIds, Instant from, Consumer<Map<String, List<Past.Point>>> listener) {
            super("history/stream", entityIds, from);
            this.listener = listener;
        }

        @Override
        Map<String, ?> parameters() {
            return PastQuestions.ofStates(entityIds, from(), false);
        }

        @Override
        void told(JsonNode event) {
            news(PastAnswers.byEntity(event.path("states")));
        }

        @Override
        void ask() throws ConnectorException, InterruptedException {
            news(questions.states(entityIds, from(), around.clock().instant(), false));
        }

        /// Only what was not told before.
        private void news(Map<String, List<Past.Point>> told) {
            var news = new LinkedHashMap<String, List<Past.Point>>();
            synchronized (this) {
                told.forEach((id, points) -> {
                    var last = latest.getOrDefault(id, Instant.MIN);
                    var newer = points.stream()
                            .filter(point -> point.at().isAfter(last))
                            .toList();
                    if (!newer.isEmpty()) {
                        news.put(id, newer);
                        latest.put(id, newer.getLast().at());
                    }
                });
                from = latest.values().stream()
                        .max(Instant::compareTo)
                        .filter(from::isBefore)
                        .orElse(from);
            }
            if (!news.isEmpty()) {
                listener.accept(news);
            }
        }
    }

    private final class Logbook extends Stream {
        private final Consumer<List<Past.Entry>> listener;
        /// What was told of the latest moment, which the next beginning tells again.
        private Set<Past.Entry> latest = Set.of();

        Logbook(List<String> entityIds, Instant from, Consumer<List<Past.Entry>> listener) {
            super("logbook/event_stream", entityIds, from);
            this.listener = listener;
        }

        @Override
        Map<String, ?> parameters() {
            return PastQuestions.ofLogbook(entityIds, from());
        }

        @Override
        void told(JsonNode event) {
            news(PastAnswers.logbook(event.path("events")));
        }

        @Override
        void ask() throws ConnectorException, InterruptedException {
            news(questions.logbook(entityIds, from(), around.clock().instant()));
        }

        private void news(List<Past.Entry> told) {
            List<Past.Entry> news;
            synchronized (this) {
                var before = latest;
                news = told.stream().filter(entry -> !before.contains(entry)).toList();
                var newest = told.stream().map(Past.Entry::at).max(Instant::compareTo);
                if (newest.isPresent() && !newest.get().isBefore(from)) {
                    var kept = new java.util.HashSet<Past.Entry>();
                    if (newest.get().equals(from)) {
                        kept.addAll(latest);
                    }
                    told.stream()
                            .filter(entry -> entry.at().equals(newest.get()))
                            .forEach(kept::add);
                    latest = kept;
                    from = newest.get();
                }
            }
            if (!news.isEmpty()) {
                listener.accept(news);
            }
        }
    }
}
