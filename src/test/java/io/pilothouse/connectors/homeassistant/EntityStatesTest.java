package io.pilothouse.connectors.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.homeassistant.EntityStates.Change;
import io.pilothouse.connectors.homeassistant.EntityStates.Completeness;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.EntityState.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityStatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EntityStates states = new EntityStates();

    private Change apply(String event) throws JsonProcessingException {
        return states.apply(JSON.readTree(event), Completeness.WHOLE);
    }

    /// The contract's own example (section 9.2).
    @Test
    void followsTheTestVector() throws Exception {
        apply("""
                {"a":{
                  "light.hall":{"s":"off","a":{"friendly_name":"Hall","effect":null},"c":"01A","lc":1784361600.5},
                  "sensor.t":{"s":"20.1","a":{"unit_of_measurement":"°C"},"c":{"id":"01B","parent_id":null,"user_id":"u1"},"lc":1784361600.0,"lu":1784361610.25}}}""");
        assertThat(states.copy().get("light.hall").changedAt())
                .isEqualTo(Instant.ofEpochSecond(1_784_361_600L, 500_000_000));

        assertThat(apply("""
                        {"c":{"light.hall":{"+":{"s":"on","c":{"id":"01C","user_id":"u1"},"lc":1784361700.0,"a":{"brightness":90}},"-":{"a":["effect"]}}}}""")).isEqualTo(new Change(Set.of("light.hall"), Set.of()));
        var hall = states.copy().get("light.hall");
        assertThat(hall)
                .isEqualTo(new EntityState(
                        "light.hall",
                        "on",
                        Map.of("friendly_name", "Hall", "brightness", 90),
                        new Context("01C", Optional.empty(), Optional.of("u1")),
                        Instant.ofEpochSecond(1_784_361_700L),
                        Instant.ofEpochSecond(1_784_361_700L)));

        apply("""
                {"c":{"sensor.t":{"+":{"lu":1784361701.0,"a":{"battery":88}}}}}""");
        var sensor = states.copy().get("sensor.t");
        assertThat(sensor.state()).isEqualTo("20.1");
        assertThat(sensor.changedAt()).isEqualTo(Instant.ofEpochSecond(1_784_361_600L));
        assertThat(sensor.updatedAt()).isEqualTo(Instant.ofEpochSecond(1_784_361_701L));
        assertThat(sensor.attributes()).containsOnlyKeys("unit_of_measurement", "battery");

        assertThat(apply("{\"r\":[\"sensor.t\"]}")).isEqualTo(new Change(Set.of(), Set.of("sensor.t")));
        assertThat(states.copy()).containsOnlyKeys("light.hall");
    }

    @Test
    void whatANewConnectionDoesNotTellIsGoneUnlessTheServerIsStillStarting() throws Exception {
        apply("{\"a\":{\"light.a\":{\"s\":\"on\"},\"light.b\":{\"s\":\"on\"}}}");

        states.begin();
        states.apply(JSON.readTree("{\"a\":{\"light.a\":{\"s\":\"on\"}}}"), Completeness.PERHAPS_STARTING);
        assertThat(states.copy()).containsOnlyKeys("light.a", "light.b");
        assertThat(states.whole()).isEqualTo(new Change(Set.of(), Set.of("light.b"))); // it runs now
        assertThat(states.whole().removed()).isEmpty();

        apply("{\"a\":{\"light.b\":{\"s\":\"on\"}}}");
        states.begin();
        assertThat(apply("{\"a\":{\"light.a\":{\"s\":\"on\"}}}")).isEqualTo(new Change(Set.of(), Set.of("light.b")));
        assertThat(apply("{\"a\":{\"light.c\":{\"s\":\"on\"}}}").removed()).isEmpty();
    }

    @Test
    void aChangeOfAnUnknownEntityIsCountedAndNothingElse() throws Exception {
        apply("{\"a\":{}}");

        apply("{\"c\":{\"light.x\":{\"+\":{\"s\":\"on\"}}}}");

        assertThat(states.copy()).isEmpty();
        assertThat(states.unknown()).isEqualTo(1);
    }

    /// Random differences against the plainest possible model: states and attributes as maps.
    @Test
    void agreesWithAPlainModelOverManyDifferences() throws Exception {
        var random = new Random(42);
        var model = new HashMap<String, Map<String, Object>>();
        apply("{\"a\":{}}");
        for (int i = 0; i < 100_000; i++) {
            var id = "light.e" + random.nextInt(30);
            var known = model.get(id);
            if (known == null) {
                apply("{\"a\":{\"%s\":{\"s\":\"s%d\",\"a\":{\"k0\":%d},\"lc\":%d}}}".formatted(id, i, i, i));
                model.put(id, new LinkedHashMap<>(Map.of("state", "s" + i, "k0", i)));
            } else if (random.nextInt(20) == 0) {
                apply("{\"r\":[\"%s\"]}".formatted(id));
                model.remove(id);
            } else {
                int set = random.nextInt(5);
                int drop = random.nextInt(5);
                apply("{\"c\":{\"%s\":{\"+\":{\"s\":\"s%d\",\"a\":{\"k%d\":%d}},\"-\":{\"a\":[\"k%d\"]}}}}"
                        .formatted(id, i, set, i, drop));
                known.put("state", "s" + i);
                known.put("k" + set, i);
                known.remove("k" + drop);
            }
        }
        var seen = new HashMap<String, Map<String, Object>>();
        states.copy().forEach((id, state) -> {
            var flat = new LinkedHashMap<String, Object>(state.attributes());
            flat.put("state", state.state());
            seen.put(id, flat);
        });
        assertThat(seen).isEqualTo(model);
    }
}
