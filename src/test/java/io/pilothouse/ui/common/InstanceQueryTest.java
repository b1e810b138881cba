package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.PictureFleet;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class InstanceQueryTest {

    private final Words words = new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC);

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

        var hit = InstanceQuery.of("radio")
                .find(south, fakes.health.states.get().get(south.id()).state(), List.of("Radio South"), words);

        assertThat(hit).contains(new InstanceQuery.Hit(InstanceQuery.Place.FORMER_NAME, "was “Radio South”"));
    }

    private List<String> found(String typed) {
        var fakes = PictureFleet.make();
        var query = InstanceQuery.of(typed);
        return fakes.instances.fleet.get().live().stream()
                .filter(one -> query.find(
                                one, fakes.health.states.get().get(one.id()).state(), List.of(), words)
                        .isPresent())
                .map(one -> one.name())
                .toList();
    }
}
