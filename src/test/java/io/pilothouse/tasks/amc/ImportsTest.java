package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {

    @TempDir
    private Path folder;

    @Test
    void thePathOfAFileSaysWhatItIsAbout() {
        var weekly = Imports.said("workflow=reach/schedule=weekly/2026-06-09-reach-ver3.csv")
                .orElseThrow();
        assertThat(weekly.workflow()).isEqualTo("reach");
        assertThat(weekly.window().start()).isEqualTo(LocalDate.of(2026, 6, 2));
        assertThat(weekly.window().end()).isEqualTo(LocalDate.of(2026, 6, 9));
        assertThat(weekly.windowKnown()).isTrue();

        var adhoc = Imports.said("bucket/workflow=a.b/schedule=adhoc/2026-06-09T10:11:12.345Z-a.b.csv")
                .orElseThrow();
        assertThat(adhoc.workflow()).isEqualTo("a.b");
        assertThat(adhoc.windowKnown()).isFalse();
        assertThat(Imports.said("notes/readme.csv")).isEmpty();
        assertThat(Imports.said("2026-13-45-x.csv")).isEmpty();
    }

    @Test
    void aFolderOfABucketIsTakenOverOnce() throws Exception {
        var bucket = folder.resolve("bucket");
        var place = bucket.resolve("workflow=reach/schedule=daily");
        Files.createDirectories(place);
        Files.writeString(place.resolve("2026-06-09-reach-ver1.csv"), "campaign,clicks\nA,12\nB,\n");
        Files.writeString(bucket.resolve("readme.csv"), "nothing\n");
        try (var rig = new AmcRig(folder.resolve("store"))) {
            var id = rig.add("Main", "amcpilot001").id();

            var imported = rig.amc().imports().folder(id, bucket, TestEngine.ME);

            assertThat(imported.leftOut()).singleElement().asString().contains("readme.csv");
            var run = imported.runs().getFirst();
            assertThat(run.ask().origin()).isEqualTo(Run.Origin.IMPORTED);
            assertThat(rig.amc().results().open(run).rows()).isEqualTo(2);
            assertThat(rig.amc().results().info(run.id()).orElseThrow().suppressed())
                    .isEqualTo(1);
            assertThat(rig.amc().runs().find(run.id().value()).progress().rows())
                    .hasValue(2);
            assertThat(rig.amc().imports().folder(id, bucket, TestEngine.ME).runs())
                    .isEmpty();
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> rig.amc()
                            .imports()
                            .folder(id, Files.createDirectory(folder.resolve("empty")), TestEngine.ME));
        }
    }
}
