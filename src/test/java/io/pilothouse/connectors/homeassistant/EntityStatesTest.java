package io.pilothouse.connectors.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.homeassistant.EntityStates.Change;
import io.pilothouse.connectors.homeassistant.EntityStates.Completeness;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.EntityState.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

    /// What the contract's section 9.2 says of one entity, in the plainest words.
    private static final class Model {
        String state = "";
        final Map<String, Integer> attributes = new LinkedHashMap<>();
        String context = "";
        Optional<String> parent = Optional.empty();
        Optional<String> user = Optional.empty();
        long changed;
        long updated;

        EntityState as(String id) {
            return new EntityState(
                    id,
                    state,
                    new LinkedHashMap<>(attributes),
                    new Context(context, parent, user),
                    Instant.ofEpochSecond(changed),
                    Instant.ofEpochSecond(updated));
        }
    }

    /// Contract of Home Assistant, acceptance 11: random differences against the plainest possible model, with
    /// contexts that are replaced or merged and times that are left out.
    @Test
    void agreesWithAPlainModelOverManyDifferences() throws Exception {
        var random = new Random(42);
        var models = new HashMap<String, Model>();
        apply("{\"a\":{}}");
        for (int i = 0; i < 100_000; i++) {
            var id = "light.e" + random.nextInt(30);
            var known = models.get(id);
            if (known == null) {
                var model = new Model();
                apply("{\"a\":{\"%s\":%s}}".formatted(id, added(model, random, i)));
                models.put(id, model);
            } else if (random.nextInt(20) == 0) {
                apply("{\"r\":[\"%s\"]}".formatted(id));
                models.remove(id);
            } else {
                apply("{\"c\":{\"%s\":%s}}".formatted(id, changed(known, random, i)));
            }
            if (i % 1_000 == 0 || i == 99_999) {
                var expected = new HashMap<String, EntityState>();
                models.forEach((one, model) -> expected.put(one, model.as(one)));
                assertThat(states.copy()).isEqualTo(expected);
            }
        }
    }

    private static String added(Model model, Random random, int i) {
        model.state = "s" + i;
        model.attributes.put("k0", i);
        model.context = "c" + i;
        model.changed = i;
        model.updated = i;
        var context = "\"c" + i + "\"";
        if (random.nextBoolean()) {
            model.user = Optional.of("u" + i % 3);
            context = "{\"id\":\"c%d\",\"parent_id\":null,\"user_id\":\"u%d\"}".formatted(i, i % 3);
        }
        var updated = "";
        if (random.nextBoolean()) {
            model.updated = i + 5L;
            updated = ",\"lu\":" + model.updated;
        }
        return "{\"s\":\"s%d\",\"a\":{\"k0\":%d},\"c\":%s,\"lc\":%d%s}".formatted(i, i, context, i, updated);
    }

    private static String changed(Model model, Random random, int i) {
        var plus = new ArrayList<String>();
        if (random.nextBoolean()) {
            model.state = "s" + i;
            plus.add("\"s\":\"s" + i + "\"");
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                model.changed = i;
                model.updated = i;
                plus.add("\"lc\":" + i);
            }
            case 1 -> {
                model.updated = i;
                plus.add("\"lu\":" + i);
            }
            default -> {}
        }
        plus.addAll(context(model, random, i));
        if (random.nextInt(3) > 0) {
            int set = random.nextInt(5);
            model.attributes.put("k" + set, i);
            plus.add("\"a\":{\"k%d\":%d}".formatted(set, i));
        }
        var minus = "";
        if (random.nextInt(3) == 0) {
            int drop = random.nextInt(5);
            model.attributes.remove("k" + drop); // after what is set
            minus = "\"-\":{\"a\":[\"k" + drop + "\"]}";
        }
        var all = new ArrayList<String>();
        if (!plus.isEmpty()) {
            all.add("\"+\":{" + String.join(",", plus) + "}");
        }
        if (!minus.isEmpty()) {
            all.add(minus);
        }
        Collections.shuffle(all, random);
        return "{" + String.join(",", all) + "}";
    }

    private static List<String> context(Model model, Random random, int i) {
        switch (random.nextInt(4)) {
            case 0 -> {
                model.context = "c" + i;
                return List.of("\"c\":\"c" + i + "\"");
            }
            case 1 -> {
                model.context = "c" + i;
                model.user = Optional.empty();
                return List.of("\"c\":{\"user_id\":null,\"id\":\"c" + i + "\"}");
            }
            case 2 -> {
                model.parent = Optional.of("p" + i);
                return List.of("\"c\":{\"parent_id\":\"p" + i + "\"}");
            }
            default -> {
                return List.of();
            }
        }
    }
}
