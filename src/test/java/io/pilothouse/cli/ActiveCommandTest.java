package io.pilothouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The active instance of each kind on the terminal.
class ActiveCommandTest extends CommandLineCase {

    @Test
    void withoutAChoiceTheFirstAccessibleOneIsActive() {
        var cellar = rig.fakes.have(FakeServices.RADARR, "Cellar");
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.feel(cellar, ShownState.REFUSED, Optional.of(FaultCode.SECRET_REFUSED));

        var ran = rig.run("active", "--json");

        assertEquals(0, ran.status());
        assertEquals(
                "[{\"kind\":\"radarr\",\"instance\":\"" + loft.id().value()
                        + "\",\"name\":\"Loft\",\"level\":\"first-accessible\",\"cleared\":[]}]",
                ran.json().get("active").toString());
    }

    @Test
    void aChoiceStaysUntilItsInstanceCannotBeItAndIsThenToldAsCleared() {
        rig.fakes.have(FakeServices.RADARR, "Cellar");
        rig.fakes.have(FakeServices.RADARR, "Loft");

        assertEquals(
                "stored",
                rig.run("active", "set", "Loft", "--json").json().get("level").asText());
        assertEquals(
                "Loft", rig.run("active", "--json").json().at("/active/0/name").asText());

        rig.run("instance", "disable", "Loft");
        var after = rig.run("active", "--json").json().at("/active/0");
        assertEquals("Cellar", after.get("name").asText());
        assertEquals("disabled", after.at("/cleared/0/reason").asText());

        rig.run("instance", "enable", "Loft");
        assertEquals(
                "Cellar",
                rig.run("active", "--json").json().at("/active/0/name").asText());
    }

    @Test
    void oneThatCannotBeActiveIsRefusedAndTheChoiceStays() {
        rig.fakes.have(FakeServices.RADARR, "Cellar");
        rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.run("active", "set", "Cellar");
        rig.run("instance", "disable", "Loft");

        var ran = rig.run("active", "set", "Loft");

        assertEquals(2, ran.status());
        assertTrue(ran.err().contains("Loft is switched off."), ran.err());
        assertEquals(
                "stored",
                rig.run("active", "--json").json().at("/active/0/level").asText());
        assertEquals(3, rig.run("active", "set", "Attic").status());
    }
}
