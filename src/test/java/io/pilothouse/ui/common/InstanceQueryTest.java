package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.PictureFleet;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class InstanceQueryTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    private static final Texts GERMAN = new Texts(Locale.GERMAN);

    @Test
    void wordsMustAllBeFound() {
        assertThat(found("radarr")).containsExactly("Radarr HD", "Radarr 4K");
        assertThat(found("radarr 4k")).containsExactly("Radarr 4K");
        assertThat(found("rad_hd")).containsExactly("Radarr HD");
        assertThat(found("radarr down")).isEmpty();
        assertThat(found("nas2 down")).containsExactly("Anime", "Music", "Stash");
    }

    @Test
    void aFieldIsLookedAtAlone() {
        assertThat(found("tag:rare")).containsExactly("Cabin");
        assertThat(found("kind:stash")).containsExactly("Stash");
        assertThat(found("group:home")).containsExactly("Home", "Cabin");
        assertThat(found("state:refused")).containsExactly("Seedbox");
        assertThat(found("host:nas2")).containsExactly("Anime", "Music", "Stash");
        assertThat(found("tag:home")).isEmpty();
    }

    @Test
    void formerNamesStaySearchableAndSaySo() {
        var fakes = PictureFleet.make();
        var south = fakes.instances.find(PictureFleet.id("A2")).orElseThrow();

        var hit = InstanceQuery.of("radio", ENGLISH)
                .find(south, fakes.health.states.get().get(south.id()).state(), List.of("Radio South"), say(ENGLISH));

        assertThat(hit).contains(new InstanceQuery.Hit(InstanceQuery.Place.FORMER_NAME, "was “Radio South”"));
    }

    @Test
    void aFieldIsCalledAsTheWindowCallsItToo() {
        assertThat(found("schlagwort:rare", GERMAN)).containsExactly("Cabin");
        assertThat(found("art:stash", GERMAN)).containsExactly("Stash");
        assertThat(found("gruppe:home", GERMAN)).containsExactly("Home", "Cabin");
        assertThat(found("zustand:abgelehnt", GERMAN)).containsExactly("Seedbox");
        assertThat(found("state:refused host:box", GERMAN)).containsExactly("Seedbox");
        assertThat(found("zustand:refused", ENGLISH)).isEmpty();
    }

    @Test
    void theSwitcherNamesThemAllAsTheyAreCalled() {
        for (var texts : List.of(ENGLISH, GERMAN)) {
            for (var field : List.of("tag", "kind", "group", "host", "state")) {
                assertThat(texts.text("switcher.also")).contains(" " + texts.text("common.field." + field) + ":");
            }
        }
    }

    private static Words say(Texts texts) {
        return new Words(texts, ZoneOffset.UTC);
    }

    private static List<String> found(String typed) {
        return found(typed, ENGLISH);
    }

    private static List<String> found(String typed, Texts texts) {
        var fakes = PictureFleet.make();
        var query = InstanceQuery.of(typed, texts);
        return fakes.instances.fleet.get().live().stream()
                .filter(one -> query.find(
                                one, fakes.health.states.get().get(one.id()).state(), List.of(), say(texts))
                        .isPresent())
                .map(one -> one.name())
                .toList();
    }
}
