package io.pilothouse.ui.home;

import static io.pilothouse.testing.ui.SampleHouse.field;
import static io.pilothouse.testing.ui.SampleHouse.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Filter;
import io.pilothouse.domain.home.ServiceCatalogue.Response;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.Target;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.SampleHouse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Fields and raw JSON of a call are the same thing in two forms.
class CallFormTest {

    private final CallForm form =
            new CallForm(SampleHouse.services().find("light.turn_on").orElseThrow());

    @Test
    void whatIsEnteredIsWhatTheRawTextShows() {
        form.target(Target.entity("light.hall"));
        form.value("brightness_pct", 40L);

        assertThat(form.json()).contains("\"light.hall\"").contains("\"brightness_pct\" : 40");
        assertThat(form.call().data()).isEqualTo(Map.of("brightness_pct", 40L));

        form.value("brightness_pct", null);
        assertThat(form.json()).doesNotContain("service_data");
    }

    @Test
    void whatIsTypedRawIsWhatTheFormHolds() {
        assertThat(form.read(
                        "{\"service\":\"light.turn_on\",\"target\":{\"area_id\":\"hall\",\"label_id\":[\"a\",\"b\"]},"
                                + "\"service_data\":{\"transition\":2,\"unheard_of\":[1]}}"))
                .isEmpty();

        assertThat(form.target().areas()).containsExactly("hall");
        assertThat(form.target().labels()).containsExactly("a", "b");
        assertThat(form.value("transition")).contains(2);
        assertThat(form.call().data()).containsKey("unheard_of"); // no field, and sent all the same
    }

    @Test
    void aFieldHidesWhenNothingChosenCanUseIt() {
        var colour = new Field(
                "rgb_color",
                "Colour",
                "",
                "",
                false,
                false,
                null,
                null,
                new Filter(List.of(), Map.of("supported_color_modes", List.of("hs"))),
                Optional.of(new Selector("color_rgb", Map.of())));
        var plain = SampleHouse.entity(
                "light.plain", "on", Map.of("supported_color_modes", List.of("brightness")), SampleHouse.NOW);
        var coloured = SampleHouse.entity(
                "light.coloured", "on", Map.of("supported_color_modes", List.of("hs")), SampleHouse.NOW);

        assertThat(form.shows(colour, List.of())).isTrue();
        assertThat(form.shows(colour, List.of(plain))).isFalse();
        assertThat(form.shows(colour, List.of(plain, coloured))).isTrue();
        form.value("rgb_color", List.of(1, 2, 3));
        assertThat(form.shows(colour, List.of(plain))).isTrue(); // what was entered is not hidden
    }

    @Test
    void nonsenseChangesNothing() {
        form.value("transition", 3L);

        assertThat(form.read("{")).contains("json");
        assertThat(form.read("[]")).contains("json");
        assertThat(form.read("{\"service\":\"light.turn_off\"}")).contains("shape");
        assertThat(form.read("{\"service_data\":[]}")).contains("shape");
        assertThat(form.call().data()).isEqualTo(Map.of("transition", 3L));
    }

    @Test
    void aServiceThatMustAnswerIsAlwaysAsked() {
        var always = new CallForm(new Service(
                "weather",
                "get_forecasts",
                "",
                "",
                true,
                List.of("weather"),
                List.of(field("type", "Type", true, new Selector("select", options("options", List.of("daily"))))),
                Response.ALWAYS));

        assertThat(always.call().response()).isTrue();
        assertThat(always.missing()).hasSize(1);
        always.value("type", "daily");
        assertThat(always.missing()).isEmpty();
        form.response(true);
        assertThat(form.call().response()).isFalse(); // a light answers with nothing
    }

    @Test
    void everySelectorHasItsControl() {
        assertThat(sort("boolean")).isEqualTo(FieldSort.CHECK);
        assertThat(sort("number", "min", 0, "max", 10)).isEqualTo(FieldSort.SLIDER);
        assertThat(sort("number", "min", 0, "max", 10, "mode", "box")).isEqualTo(FieldSort.NUMBER);
        assertThat(sort("number", "min", 0)).isEqualTo(FieldSort.NUMBER);
        assertThat(sort("text")).isEqualTo(FieldSort.TEXT);
        assertThat(sort("text", "multiline", true)).isEqualTo(FieldSort.LINES);
        assertThat(sort("text", "type", "password")).isEqualTo(FieldSort.PASSWORD);
        assertThat(sort("text", "multiple", true)).isEqualTo(FieldSort.TEXTS);
        assertThat(sort("select")).isEqualTo(FieldSort.CHOICE);
        assertThat(sort("select", "multiple", true)).isEqualTo(FieldSort.CHOICES);
        assertThat(sort("select", "custom_value", true)).isEqualTo(FieldSort.OPEN_CHOICE);
        assertThat(sort("entity")).isEqualTo(FieldSort.ENTITY);
        assertThat(sort("device")).isEqualTo(FieldSort.DEVICE);
        assertThat(sort("area")).isEqualTo(FieldSort.AREA);
        assertThat(sort("floor")).isEqualTo(FieldSort.FLOOR);
        assertThat(sort("label")).isEqualTo(FieldSort.LABEL);
        assertThat(sort("target")).isEqualTo(FieldSort.TARGET);
        assertThat(sort("attribute")).isEqualTo(FieldSort.OPEN_CHOICE);
        assertThat(sort("state")).isEqualTo(FieldSort.OPEN_CHOICE);
        assertThat(sort("date")).isEqualTo(FieldSort.DATE);
        assertThat(sort("time")).isEqualTo(FieldSort.TIME);
        assertThat(sort("datetime")).isEqualTo(FieldSort.MOMENT);
        assertThat(sort("duration")).isEqualTo(FieldSort.DURATION);
        assertThat(sort("color_rgb")).isEqualTo(FieldSort.COLOUR);
        assertThat(sort("color_temp")).isEqualTo(FieldSort.SLIDER);
        assertThat(sort("icon")).isEqualTo(FieldSort.TEXT);
        assertThat(sort("location")).isEqualTo(FieldSort.LOCATION);
        assertThat(sort("template")).isEqualTo(FieldSort.LINES);
        assertThat(sort("constant")).isEqualTo(FieldSort.CONSTANT);
        assertThat(sort("qr_code")).isEqualTo(FieldSort.SHOWN);
        for (var raw : List.of("object", "media", "action", "condition", "trigger", "file", "made_up_in_2031")) {
            assertThat(sort(raw)).isEqualTo(FieldSort.JSON);
        }
    }

    private static FieldSort sort(String type, Object... options) {
        return FieldSort.of(new Selector(type, options(options)));
    }

    @Test
    void aTargetIsChosenFromEverythingInTheHouse() {
        FxToolkit.run(() -> {
            var fakes = new FakeServices();
            SampleHouse.fill(fakes.homes);
            var index = new HomeIndex(fakes.homes.registries);
            var control = FieldControl.of(
                    field("where", "Where", false, new Selector("target", Map.of())),
                    index,
                    index.rows(fakes.homes.states),
                    () -> {});
            assertThat(control.value()).isNull();
            control.show(Map.of("area_id", "kitchen", "entity_id", List.of("light.hall_light")));
            assertThat(control.value())
                    .isEqualTo(Map.of("area_id", List.of("kitchen"), "entity_id", List.of("light.hall_light")));
        });
    }

    @Test
    void attributesAndStatesAreOfferedAsTheirEntityHasThem() {
        var rows = new HomeIndex(Registries.NONE)
                .rows(Map.of(
                        "select.mode",
                        SampleHouse.entity(
                                "select.mode",
                                "eco",
                                Map.of("friendly_name", "Mode", "options", List.of("eco", "boost")),
                                SampleHouse.NOW)));
        var about = options("entity_id", "select.mode");
        assertThat(FieldSort.suggested(new Selector("attribute", about), rows))
                .containsExactly("friendly_name", "options");
        assertThat(FieldSort.suggested(new Selector("state", about), rows))
                .containsExactly("eco", "boost", "unavailable", "unknown");
        assertThat(FieldSort.suggested(new Selector("state", options("entity_id", "select.none")), rows))
                .isEmpty();
    }

    @Test
    void bothSpellingsOfAFilterCount() {
        assertThat(FieldSort.domains(new Selector("entity", options("domain", "person"))))
                .containsExactly("person");
        assertThat(FieldSort.domains(new Selector(
                        "entity", options("filter", List.of(Map.of("domain", List.of("light", "switch")))))))
                .containsExactly("light", "switch");
    }
}
