package io.pilothouse.tasks.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.home.HomeComparison.Part;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.ListRepository;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// What houses told of themselves when they were last compared, for when they are silent. Thread-safe.
final class KeptSides {

    private static final System.Logger LOG = System.getLogger(KeptSides.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, LinkedHashMap<String, String>>> THINGS =
            new TypeReference<>() {};

    private final ListRepository store;

    KeptSides(ListRepository store) {
        this.store = store;
    }

    /// @param things see [io.pilothouse.domain.home.HomeComparison.Side]
    record Kept(Instant readAt, SequencedMap<String, SequencedMap<String, String>> things) {}

    void keep(InstanceId id, Part part, Kept kept) {
        try {
            store.save(id, name(part), kept.readAt(), JSON.writeValueAsString(kept.things()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain words are always JSON", e);
        }
    }

    Optional<Kept> find(InstanceId id, Part part) {
        return store.find(id, name(part)).flatMap(kept -> {
            try {
                return Optional.of(
                        new Kept(kept.readAt(), new LinkedHashMap<>(JSON.readValue(kept.document(), THINGS))));
            } catch (JsonProcessingException e) { // written by another version
                LOG.log(System.Logger.Level.DEBUG, "a kept list of " + id + " cannot be read", e);
                return Optional.empty();
            }
        });
    }

    private static String name(Part part) {
        return "home-" + part.name().toLowerCase(Locale.ROOT);
    }
}
