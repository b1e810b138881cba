package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.testing.HandTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

    private static final EntityKey ONE = new EntityKey(1, EntityType.SCENE, 7);
    private static final EntityKey NEXT = new EntityKey(1, EntityType.SCENE, 8);
    private static final EntityKey ELSEWHERE = new EntityKey(2, EntityType.SCENE, 7);

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(Instant.parse("2026-01-10T12:00:00Z"));
    private final List<EntityKey> asked = new ArrayList<>();
    private Optional<ProblemCode> failure = Optional.empty();
    private Pictures pictures;

    @BeforeEach
    void open() {
        pictures = new Pictures(
                new PictureCache(folder, 1_000),
                (key, _) -> {
                    asked.add(key);
                    if (failure.isPresent() && key.instance() == 1) {
                        throw new ProblemException(new Problem(failure.get(), "It failed.", "Look."));
                    }
                    return Optional.of(new byte[] {1});
                },
                time);
    }

    @Test
    void aBrokenPictureIsLeftAloneForAWhileAndOnlyIt() throws Exception {
        failure = Optional.of(ProblemCode.SERVICE);
        assertThat(pictures.get(ONE, 5)).isEmpty();
        assertThat(pictures.get(ONE, 5)).isEmpty();
        assertThat(asked).containsExactly(ONE);

        assertThat(pictures.get(ELSEWHERE, 5)).isPresent();
        assertThat(pictures.get(ONE, 6)).as("a new picture").isEmpty();
        assertThat(asked).containsExactly(ONE, ELSEWHERE, ONE);

        failure = Optional.empty();
        time.advance(Duration.ofMinutes(5));
        assertThat(pictures.get(ONE, 5)).isPresent();
    }

    @Test
    void aSilentServerIsNotAskedForEachOfItsPictures() throws Exception {
        failure = Optional.of(ProblemCode.UNREACHABLE);
        assertThat(pictures.get(ONE, 5)).isEmpty();
        assertThat(pictures.get(NEXT, 5)).isEmpty();
        assertThat(pictures.get(ELSEWHERE, 5)).isPresent();
        assertThat(asked).containsExactly(ONE, ELSEWHERE);

        failure = Optional.empty();
        time.advance(Duration.ofSeconds(30));
        assertThat(pictures.get(ONE, 5)).isPresent();
        assertThat(pictures.get(NEXT, 5)).isPresent();
    }

    @Test
    void whatHasNoPictureNowIsAskedForWhenItsServerIsSwitchedOnAgain() throws Exception {
        failure = Optional.of(ProblemCode.PAUSED);
        assertThat(pictures.get(ONE, 5)).isEmpty();
        failure = Optional.empty();
        assertThat(pictures.get(ONE, 5)).isPresent();
    }
}
