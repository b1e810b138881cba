package io.pilothouse.connectors.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.connectors.homeassistant.EntityStates.Completeness;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MessageReaderTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static JsonNode read(String text) throws IOException {
        var message = new MessageText();
        for (int i = 0; i < text.length(); i += 3) { // as it comes, in parts
            message.add(text.substring(i, Math.min(i + 3, text.length())));
        }
        try (var parser = JSON.createParser(message)) {
            parser.nextToken();
            return MessageReader.read(parser);
        }
    }

    @Test
    void entitiesAreReadWhereverTheirEventStandsInTheMessage() throws Exception {
        var entity = "{\"lc\":1784361600.123457,\"a\":{\"a\":{\"s\":1}},\"s\":\"on\",\"c\":\"01A\"}";
        for (var text : new String[] {
            "{\"id\":7,\"type\":\"event\",\"event\":{\"a\":{\"light.hall\":" + entity + "}}}",
            "{\"event\":{\"r\":[\"light.x\"],\"a\":{\"light.hall\":" + entity + "}},\"type\":\"event\",\"id\":7}"
        }) {
            var message = read(text);
            var states = new EntityStates();
            states.apply(message.path("event"), Completeness.WHOLE);

            assertThat(message.path("id").asInt()).isEqualTo(7);
            assertThat(states.find("light.hall")).hasValueSatisfying(hall -> {
                assertThat(hall.state()).isEqualTo("on");
                assertThat(hall.attributes().get("a")).hasToString("{s=1}");
                assertThat(hall.changedAt()).isEqualTo(Instant.ofEpochSecond(1_784_361_600L, 123_457_000));
            });
        }
    }

    @Test
    void everythingElseStaysAsItIs() throws Exception {
        for (var text : new String[] {
            "{\"id\":7,\"type\":\"result\",\"success\":true,\"result\":{\"a\":{\"x\":{\"s\":\"on\"}}}}",
            "{\"id\":7,\"type\":\"event\",\"event\":{\"c\":{\"light.x\":{\"+\":{\"s\":\"on\"}}},\"r\":[]}}",
            "{\"id\":7,\"type\":\"event\",\"event\":{\"a\":{\"light.x\":{}}}}",
            "{\"id\":7,\"type\":\"event\",\"event\":{\"a\":[1]}}",
            "{\"id\":7,\"type\":\"event\",\"event\":null}",
            "[]",
            "7"
        }) {
            assertThat(read(text)).isEqualTo(JSON.readTree(text));
        }
    }
}
