package io.pilothouse.demo.homeassistant;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is odd about the way a house sends its messages. Each setting holds until it is changed.
public final class LineFaults {

    private int frameBytes;
    private int padding;
    private @Nullable Random shuffling;
    private Set<String> heldBack = Set.of();

    LineFaults() {}

    /// Every message comes in frames of so many bytes at most; 0 for whole ones.
    public void split(int bytes) {
        frameBytes = bytes;
    }

    /// Every answer carries a key nobody asked for, so many characters long; 0 for none.
    public void pad(int characters) {
        padding = characters;
    }

    /// Messages of one moment come in any order, and so do their keys.
    public void shuffle(long seed) {
        shuffling = new Random(seed);
    }

    /// Answers to these commands wait until [HomeAssistantSimulator#letGo()].
    public void holdBack(Set<String> types) {
        heldBack = Set.copyOf(types);
    }

    int frameBytes() {
        return frameBytes;
    }

    int padding() {
        return padding;
    }

    boolean holds(String type) {
        return heldBack.contains(type);
    }

    List<Map<String, @Nullable Object>> inOrder(List<Map<String, @Nullable Object>> messages) {
        var order = shuffling;
        if (order == null) {
            return List.copyOf(messages);
        }
        var shuffled = new ArrayList<Map<String, @Nullable Object>>();
        for (var message : messages) {
            var keys = new ArrayList<>(message.keySet());
            Collections.shuffle(keys, order);
            var other = new LinkedHashMap<String, @Nullable Object>();
            keys.forEach(key -> other.put(key, message.get(key)));
            shuffled.add(other);
        }
        Collections.shuffle(shuffled, order);
        return shuffled;
    }
}
