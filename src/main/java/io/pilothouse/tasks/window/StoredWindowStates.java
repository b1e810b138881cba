package io.pilothouse.tasks.window;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.WindowStateRepository;
import io.pilothouse.tasks.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Window states kept in the store, each as one JSON document. One that cannot be read is kept aside
/// under another name, and the window opens as a new one would.
public final class StoredWindowStates implements WindowStates {

    private static final Logger LOG = System.getLogger(StoredWindowStates.class.getName());
    private static final String ASIDE = "broken-";

    private final JsonMapper json = JsonMapper.builder().build();
    private final WindowStateRepository repository;
    private final Time time;
    private final List<WindowState> atStart = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    /// Reads the store.
    public StoredWindowStates(WindowStateRepository repository, Time time) {
        this.repository = repository;
        this.time = time;
        new TreeMap<>(repository.all()).forEach(this::read);
    }

    private void read(String name, String stored) {
        if (name.startsWith(ASIDE)) {
            return;
        }
        try {
            atStart.add(state(name, json.readTree(stored)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "the state of the window " + name + " cannot be read and is kept aside", e);
            unreadable.add(name);
            repository.save(ASIDE + name, stored, time.instant());
            repository.delete(name);
        }
    }

    private static WindowState state(String name, JsonNode stored) {
        var page = stored.path("page");
        var instance = stored.path("instance");
        var pinned = stored.path("pinned");
        if (!page.isTextual()
                || !stored.path("places").isObject()
                || !(instance.isTextual() || instance.isMissingNode())
                || !(pinned.isBoolean() || pinned.isMissingNode())) {
            throw new IllegalArgumentException("no page, no places, or another of the wrong shape");
        }
        var places = new HashMap<String, String>();
        stored.path("places")
                .properties()
                .forEach(place -> places.put(place.getKey(), place.getValue().asText()));
        return new WindowState(
                name,
                instance.isTextual() ? Optional.of(new InstanceId(instance.asText())) : Optional.empty(),
                page.asText(),
                pinned.asBoolean(),
                places);
    }

    @Override
    public List<WindowState> atStart() {
        return List.copyOf(atStart);
    }

    @Override
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public void save(WindowState state) {
        var stored = json.createObjectNode();
        state.instance().ifPresent(id -> stored.put("instance", id.value()));
        stored.put("page", state.page());
        stored.put("pinned", state.pinned());
        var places = stored.putObject("places");
        new TreeMap<>(state.places()).forEach(places::put);
        repository.save(state.name(), stored.toString(), time.instant());
    }

    @Override
    public void keepAside(WindowState state) {
        save(new WindowState(ASIDE + state.name(), state.instance(), state.page(), state.pinned(), state.places()));
    }

    @Override
    public void forget(String name) {
        repository.delete(name);
    }
}
