package io.pilothouse.ui.home;

import static io.pilothouse.testing.ui.SampleHouse.field;
import static io.pilothouse.testing.ui.SampleHouse.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Filter;
import io.pilothouse.domain.home.ServiceCatalogue.Response;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.SystemReports.AddOn;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.Target;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.SampleHouse;
import io.pilothouse.testing.ui.Windows;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Pane;
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

        assertThat(form.shows(colour, List.of(), false)).isTrue();
        assertThat(form.shows(colour, List.of(plain), false)).isFalse();
        assertThat(form.shows(colour, List.of(plain, coloured), false)).isTrue();
        form.value("rgb_color", List.of(1, 2, 3));
        assertThat(form.shows(colour, List.of(plain), false)).isTrue(); // what was entered is not hidden
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
        assertThat(sort("template")).isEqualTo(FieldSort.TEMPLATE);
        assertThat(sort("media")).isEqualTo(FieldSort.MEDIA);
        assertThat(sort("config_entry")).isEqualTo(FieldSort.ENTRY);
        assertThat(sort("addon")).isEqualTo(FieldSort.ADD_ON);
        assertThat(sort("app")).isEqualTo(FieldSort.ADD_ON);
        assertThat(sort("object")).isEqualTo(FieldSort.JSON);
        assertThat(sort("object", "fields", Map.of("name", Map.of("selector", Map.of("text", Map.of())))))
                .isEqualTo(FieldSort.OBJECT);
        for (var words : List.of(
                "theme",
                "language",
                "country",
                "timezone",
                "ui_color",
                "backup_location",
                "conversation_agent",
                "assist_pipeline",
                "stt",
                "tts",
                "statistic",
                "entity_name",
                "serial_port")) {
            assertThat(sort(words)).isEqualTo(FieldSort.TEXT);
        }
        assertThat(sort("constant")).isEqualTo(FieldSort.CONSTANT);
        assertThat(sort("qr_code")).isEqualTo(FieldSort.SHOWN);
        for (var raw : List.of("action", "condition", "trigger", "file", "made_up_in_2031")) {
            assertThat(sort(raw)).isEqualTo(FieldSort.JSON);
        }
    }

    private static FieldSort sort(String type, Object... options) {
        return FieldSort.of(new Selector(type, options(options)));
    }

    /// A control of a field, made for the sample house.
    private static void control(Selector selector, Consumer<FieldControl> test) {
        controls(of -> test.accept(of.apply(selector)));
    }

    private static void controls(Consumer<Function<Selector, FieldControl>> test) {
        var fakes = PictureFleet.make();
        SampleHouse.fill(fakes.homes);
        var index = new HomeIndex(fakes.homes.registries);
        var house = new HouseContents(
                SampleHouse.services(),
                index,
                index.rows(fakes.homes.states),
                List.of(
                        new Integration("e1", "hue", "Bridge", "loaded", "", ""),
                        new Integration("e2", "mqtt", "Broker", "loaded", "", "")),
                List.of(new AddOn("core_ssh", "Terminal & SSH", "9.17.0", "started")));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var desk = new HouseDesk(window.context(), PictureFleet.id("H2"), _ -> {});
                test.accept(selector -> FieldControl.of(field("it", "It", false, selector), desk, house, () -> {}));
            }
        });
    }

    /// Contract of Home Assistant, acceptance 14: what each control of the table in 11.2 sends.
    @Test
    void everyControlSendsWhatItsSelectorAsksFor() {
        var options = List.of("a", Map.of("value", "b", "label", "Bee"));
        var sent = new LinkedHashMap<Selector, Object>();
        sent.put(new Selector("number", options("min", 0, "max", 10)), 5L);
        sent.put(new Selector("number", options("min", 0, "max", 1, "step", 0.1)), 0.5);
        sent.put(new Selector("number", options("min", 0)), 2.5);
        sent.put(new Selector("color_temp", options("unit", "kelvin")), 2_700L);
        sent.put(new Selector("text", Map.of()), "words");
        sent.put(new Selector("text", options("multiline", true)), "one\ntwo");
        sent.put(new Selector("text", options("type", "password")), "hidden");
        sent.put(new Selector("text", options("multiple", true)), List.of("one", "two"));
        sent.put(new Selector("text", options("suffix", "kg")), "3");
        sent.put(new Selector("select", options("options", options)), "b");
        sent.put(new Selector("select", options("options", options, "multiple", true)), List.of("a", "b"));
        sent.put(new Selector("select", options("options", options, "custom_value", true)), "own");
        sent.put(new Selector("entity", Map.of()), "light.hall_light");
        sent.put(new Selector("entity", options("multiple", true)), List.of("light.hall_light", "sun.sun"));
        sent.put(new Selector("device", Map.of()), "device-kitchen");
        sent.put(new Selector("area", options("multiple", true)), List.of("kitchen", "hall"));
        sent.put(new Selector("floor", Map.of()), "upper");
        sent.put(new Selector("label", Map.of()), "warm");
        sent.put(new Selector("attribute", options("entity_id", "light.hall_light")), "brightness");
        sent.put(new Selector("state", options("entity_id", "light.hall_light")), "on");
        sent.put(new Selector("date", Map.of()), "2026-07-18");
        sent.put(new Selector("color_rgb", Map.of()), List.of(255L, 120L, 0L));
        sent.put(new Selector("location", Map.of()), Map.of("latitude", 52.5, "longitude", -5L, "radius", 100L));
        sent.put(new Selector("template", Map.of()), "{{ now() }}");
        sent.put(new Selector("icon", Map.of()), "mdi:fan");
        sent.put(new Selector("constant", options("value", "yes", "label", "Do")), "yes");
        sent.put(new Selector("action", Map.of()), List.of(Map.of("delay", 5)));
        sent.put(new Selector("made_up_in_2031", Map.of()), Map.of("any", List.of(1, "two", true)));
        controls(of -> {
            sent.forEach((selector, value) -> {
                var control = of.apply(selector);
                assertThat(control.value()).as(selector.toString()).isNull();
                control.show(value);
                assertThat(control.value()).as(selector.toString()).isEqualTo(value);
                assertThat(control.wrong()).as(selector.toString()).isFalse();
                control.show(null);
                assertThat(control.value()).as(selector.toString()).isNull();
            });
            var check = of.apply(new Selector("boolean", Map.of()));
            assertThat(check.value()).isEqualTo(false);
            check.show(true);
            assertThat(check.value()).isEqualTo(true);
            var shown = of.apply(new Selector("qr_code", options("data", "x")));
            shown.show("anything");
            assertThat(shown.value()).isNull();
        });
    }

    @Test
    void aTimeIsSentWholeHoweverItIsTyped() {
        control(new Selector("time", Map.of()), time -> {
            time.show("7:30");
            assertThat(time.value()).isEqualTo("07:30:00");
            for (var none : List.of("24:00", "12:60", "noon")) {
                time.show(none);
                assertThat(time.value()).isNull();
                assertThat(time.wrong()).isTrue();
            }
        });
        control(new Selector("datetime", Map.of()), moment -> {
            moment.show("2026-07-18 7:30");
            assertThat(moment.value()).isEqualTo("2026-07-18 07:30:00");
        });
    }

    /// A box that is not ticked is an answer.
    @Test
    void whatMustBeYesOrNoIsNoUntilItIsTicked() {
        var asks = new CallForm(new Service(
                "camera",
                "record",
                "Record",
                "",
                false,
                List.of(),
                List.of(field("sound", "Sound", true, new Selector("boolean", Map.of()))),
                Response.NONE));

        assertThat(asks.missing()).isEmpty();
        assertThat(asks.call().data()).isEqualTo(Map.of("sound", false));
    }

    /// What is shown is what is sent, and nothing is nothing.
    private static void keeps(Selector selector, Object value) {
        control(selector, control -> {
            assertThat(control.value()).isNull();
            control.show(value);
            assertThat(control.value()).isEqualTo(value);
            control.show(null);
            assertThat(control.value()).isNull();
        });
    }

    @Test
    void aTargetIsChosenFromEverythingInTheHouse() {
        control(new Selector("target", Map.of()), control -> {
            assertThat(control.value()).isNull();
            control.show(Map.of("area_id", "kitchen", "entity_id", List.of("light.hall_light")));
            assertThat(control.value())
                    .isEqualTo(Map.of("area_id", List.of("kitchen"), "entity_id", List.of("light.hall_light")));
        });
    }

    @Test
    void whatIsPlayedIsAPlayerAThingAndItsSort() {
        keeps(
                new Selector("media", Map.of()),
                Map.of(
                        "entity_id", "media_player.kitchen",
                        "media_content_id", "http://127.0.0.1/a.mp3",
                        "media_content_type", "music",
                        "metadata", Map.of("title", "A")));
    }

    @Test
    void anObjectWhoseFieldsAreToldIsAForm() {
        var fields = options(
                "fields",
                Map.of(
                        "name", Map.of("required", true, "selector", Map.of("text", Map.of())),
                        "on", Map.of("selector", Map.of("select", Map.of("options", List.of("a", "b"))))));
        keeps(new Selector("object", fields), Map.of("name", "Tea", "on", "b"));
        var several = new LinkedHashMap<>(fields);
        several.put("multiple", true);
        keeps(new Selector("object", several), List.of(Map.of("name", "Tea"), Map.of("name", "Milk", "on", "a")));
    }

    @Test
    void integrationsAndAddOnsAreThoseOfTheHouse() {
        keeps(new Selector("config_entry", options("integration", "hue")), "e1");
        control(new Selector("config_entry", options("integration", "hue")), control -> {
            control.show("e2"); // of another integration
            assertThat(control.value()).isNull();
        });
        keeps(new Selector("addon", Map.of()), "core_ssh");
        keeps(new Selector("config_entry", options("integration", "unheard_of")), "typed"); // nothing to choose
    }

    @Test
    void timesAreSentAsTheHouseReadsThem() {
        keeps(new Selector("datetime", Map.of()), "2026-07-18 07:30:00");
        keeps(new Selector("time", Map.of()), "07:30:00");
        keeps(new Selector("duration", options("enable_day", true)), Map.of("days", 1L, "minutes", 5L));
        control(new Selector("duration", Map.of()), control -> {
            control.show(Map.of("hours", -1));
            assertThat(control.value()).isNull();
        });
        keeps(new Selector("duration", options("allow_negative", true)), Map.of("hours", -1L));
    }

    private static void type(FieldControl control, String text) {
        var node = control.node();
        ((TextInputControl) (node instanceof TextInputControl ? node : node.lookup(".text-input"))).setText(text);
    }

    /// Otherwise it would be left out of the call without a word.
    @Test
    void whatIsTypedAndIsNoValueIsWrong() {
        var no = new LinkedHashMap<Selector, List<String>>();
        no.put(
                new Selector("number", options("min", 0, "max", 100)),
                List.of("400", "-1", "NaN", "Infinity", "5f", "x"));
        no.put(new Selector("number", Map.of()), List.of("1e999", "0x1p3"));
        no.put(new Selector("time", Map.of()), List.of("soon", "7"));
        no.put(new Selector("duration", Map.of()), List.of("-1", "x"));
        no.put(new Selector("location", Map.of()), List.of("north"));
        no.put(new Selector("heard_of_later", Map.of()), List.of("{", "no JSON"));
        no.forEach((selector, typed) -> control(selector, control -> {
            assertThat(control.wrong()).isFalse();
            for (var text : typed) {
                type(control, text);
                assertThat(control.wrong()).as(selector.type() + " " + text).isTrue();
                assertThat(control.value()).as(selector.type() + " " + text).isNull();
            }
            type(control, "");
            assertThat(control.wrong()).isFalse();
        }));
        control(new Selector("datetime", Map.of()), control -> {
            ((DatePicker) control.node().lookup(".date-picker")).setValue(LocalDate.of(2026, 7, 18));
            assertThat(control.wrong()).isTrue(); // a day without its time
        });
        control(new Selector("number", Map.of()), control -> {
            type(control, "1,5");
            assertThat(control.value()).isEqualTo(1.5);
            assertThat(control.wrong()).isFalse();
        });
    }

    @Test
    void aColourTemperatureSaysInWhatItIs() {
        control(
                new Selector("color_temp", options("unit", "kelvin", "min", 2000, "max", 6500)),
                control -> assertThat(words(control)).contains("K"));
        control(new Selector("color_temp", Map.of()), control -> {
            assertThat(words(control)).contains("mired");
            assertThat(((Slider) control.node().lookup(".slider")).getMax()).isEqualTo(500);
        });
    }

    private static List<String> words(FieldControl control) {
        return ((Pane) control.node())
                .getChildren().stream()
                        .filter(Label.class::isInstance)
                        .map(label -> ((Label) label).getText())
                        .toList();
    }

    @Test
    void aNumberIsSetWithinTheLimitsOfItsEntity() {
        var set = new CallForm(new Service(
                "input_number", "set_value", "Set", "", true, List.of("input_number"), List.of(), Response.NONE));
        set.target(Target.entity("input_number.load"));
        var rows = new HomeIndex(Registries.NONE)
                .rows(Map.of(
                        "input_number.load",
                        SampleHouse.entity("input_number.load", "5", Map.of("min", 0, "max", 100), SampleHouse.NOW)));
        set.value("value", 100L);
        assertThat(set.outside(rows)).isEmpty();
        set.value("value", 100.5);
        assertThat(set.outside(rows)).map(CallForm.Limits::max).contains(100.0);
    }

    @Test
    void whatIsSeldomNeededShowsWhenAskedFor() {
        var seldom = new Field("profile", "Profile", "", "", false, true, null, null, Filter.NONE, Optional.empty());
        assertThat(form.shows(seldom, List.of(), false)).isFalse();
        assertThat(form.shows(seldom, List.of(), true)).isTrue();
        form.value("profile", "relax");
        assertThat(form.shows(seldom, List.of(), false)).isTrue();
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
        var rows = new HomeIndex(Registries.NONE)
                .rows(Map.of(
                        "person.a", SampleHouse.entity("person.a", "home", Map.of(), SampleHouse.NOW),
                        "light.a",
                                SampleHouse.entity("light.a", "on", Map.of("supported_features", 32), SampleHouse.NOW),
                        "switch.a",
                                SampleHouse.entity(
                                        "switch.a", "on", Map.of("device_class", "outlet"), SampleHouse.NOW)));
        assertThat(offered(rows, options("domain", "person"))).containsExactly("person.a");
        assertThat(offered(rows, options("filter", List.of(Map.of("domain", List.of("light", "switch"))))))
                .containsExactlyInAnyOrder("light.a", "switch.a");
        assertThat(offered(rows, options("filter", Map.of("device_class", "outlet"))))
                .containsExactly("switch.a");
        assertThat(offered(rows, options("filter", Map.of("domain", "light", "supported_features", List.of(4)))))
                .isEmpty();
        assertThat(offered(rows, options("exclude_entities", List.of("light.a", "person.a"))))
                .containsExactly("switch.a");
        assertThat(offered(rows, options("include_entities", List.of("light.a"))))
                .containsExactly("light.a");
    }

    private static List<String> offered(List<EntityRow> rows, Map<String, Object> options) {
        return rows.stream()
                .filter(FieldSort.offers(new Selector("entity", options)))
                .map(EntityRow::id)
                .toList();
    }
}
