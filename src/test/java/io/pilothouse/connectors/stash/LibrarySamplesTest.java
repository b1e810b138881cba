package io.pilothouse.connectors.stash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LibrarySamplesTest {

    @Test
    void aSceneIsKnownByNumberAndContent() throws Exception {
        var scenes = new ObjectMapper().readTree("""
                        [{"id":"4","created_at":"2024-02-01T10:00:00+01:00",
                          "files":[{"fingerprints":[{"type":"phash","value":"c0"},{"type":"oshash","value":"9f"}]}]},
                         {"id":"9","created_at":"2024-02-02T10:00:00+01:00","files":[]}, null]
                        """);

        assertThat(LibrarySamples.facts(scenes))
                .isEqualTo(Map.of("scene.4", "oshash 9f", "scene.9", "2024-02-02T10:00:00+01:00"));
        assertThat(LibrarySamples.ids(Map.of("scene.12", "x", "databasePath", "/db", "scene.4", "y")))
                .isEqualTo(List.of(4L, 12L));
    }

    @Test
    void aThirdMayBeGoneAndMoreIsAnotherLibrary() {
        var known = Map.of("scene.1", "a", "scene.2", "b", "scene.3", "c");

        assertThat(LibrarySamples.otherLibrary(known, Map.of("scene.1", "a", "scene.2", "b")))
                .isFalse();
        assertThat(LibrarySamples.otherLibrary(known, Map.of("scene.1", "a", "scene.2", "c", "scene.3", "b")))
                .isTrue();
        assertThat(LibrarySamples.otherLibrary(known, Map.of())).isTrue();
    }
}
