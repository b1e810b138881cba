package io.pilothouse.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Names and values of a thing as JSON.
final class LibraryJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LibraryJson() {}

    static String fields(Map<String, String> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written: " + fields.keySet(), e);
        }
    }

    static SortedMap<String, String> fields(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds fields that cannot be read", e);
        }
    }
}
