package io.pilothouse.tasks.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupDefaultsTest {

    private static final ProxyChoice RELAY = new ProxyChoice.Through("relay.lan", 3128);

    @TempDir
    Path folder;

    private TestEngine test;
    private GroupDefaults defaults;
    private Instance loft;

    @BeforeEach
    void open() throws Exception {
        test = new TestEngine(folder);
        defaults = new GroupDefaults(test.get().settings());
        loft = test.add("Loft", "http://loft.lan:8989");
        edit(before -> before.withGroup("Media"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void edit(UnaryOperator<Configuration> change) throws Exception {
        loft = test.get()
                .instances()
                .edit(loft.id(), loft.configVersion(), change.apply(loft.configuration()), Map.of(), TestEngine.ME);
    }

    private Configuration now() {
        return loft.configuration();
    }

    @Test
    void anInstanceHasItsOwnValueElseThatOfItsGroupElseTheUsual() throws Exception {
        var settings = test.get().settings();
        assertThat(defaults.checkEvery(now())).isEmpty();
        assertThat(defaults.connection(now())).isEqualTo(now().connection());
        assertThat(defaults.budget("searchesPerHour", now())).isEmpty();
        assertThat(defaults.channels(loft)).isEmpty();

        settings.set(GroupDefaults.checkEvery("Media"), Optional.of(Duration.ofMinutes(2)));
        settings.set(GroupDefaults.proxy("Media"), RELAY);
        settings.set(GroupDefaults.budget("searchesPerHour", "Media"), "12");
        settings.set(GroupDefaults.messages("Media"), Reach.BADGE);
        assertThat(defaults.checkEvery(now())).contains(Duration.ofMinutes(2));
        assertThat(defaults.connection(now()).proxy()).isEqualTo(RELAY);
        assertThat(defaults.budget("searchesPerHour", now())).isEqualTo("12");
        assertThat(defaults.channels(loft)).contains(Set.of(AlertChannel.BADGE));

        edit(before -> before.withCheckEvery(Optional.of(Duration.ofSeconds(30)))
                .withConnection(before.connection().withProxy(new ProxyChoice.None())));
        settings.set(GroupDefaults.messages(loft.id()), Reach.NOTHING);
        assertThat(defaults.checkEvery(now())).contains(Duration.ofSeconds(30));
        assertThat(defaults.connection(now()).proxy()).isEqualTo(new ProxyChoice.None());
        assertThat(defaults.budget("searchesPerHour", now().withSettings(Map.of("searchesPerHour", "3"))))
                .isEqualTo("3");
        assertThat(defaults.channels(loft)).contains(Set.of());
    }

    @Test
    void anotherGroupGivesNothing() throws Exception {
        test.get().settings().set(GroupDefaults.checkEvery("Media"), Optional.of(Duration.ofMinutes(2)));
        test.get().settings().set(GroupDefaults.messages("Media"), Reach.BADGE);
        edit(before -> before.withGroup("Home"));
        assertThat(defaults.checkEvery(now())).isEmpty();
        assertThat(defaults.channels(loft)).isEmpty();
        edit(before -> before.withGroup(""));
        assertThat(defaults.checkEvery(now())).isEmpty();
    }

    @Test
    void theChecksOfAGroupAreAsFarApartAsItSays() throws Exception {
        var engine = test.get();
        engine.settings().set(GroupDefaults.checkEvery("Media"), Optional.of(Duration.ofSeconds(17)));
        engine.start();
        test.settle();

        test.pass(Duration.ofSeconds(40));

        var health = engine.health().states().get().get(loft.id());
        assertThat(Duration.between(
                        health.lastCheckAt().orElseThrow(), health.nextCheckAt().orElseThrow()))
                .isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void impossibleValuesAreRefused() {
        assertThatThrownBy(() -> GroupDefaults.checkEvery("Media").read().apply("5"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        GroupDefaults.budget("searchesPerDay", "Media").read().apply("0"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(GroupDefaults.budget("budgetGroup", "Media").read().apply("indexers"))
                .isEqualTo("indexers");
    }
}
