package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private record Row(int id, String words) {}

    @Test
    void saysOfEachKeyWhatAMapWouldSay() {
        var random = new Random(5);
        for (int size : List.of(0, 1, 3, 64, 1_000, 20_000)) {
            var rows = new ArrayList<Row>();
            var map = new HashMap<Object, Integer>();
            for (int i = 0; i < size; i++) {
                rows.add(new Row(random.nextInt(size * 2) << random.nextInt(16), ""));
                map.put(rows.getLast().id(), i);
            }
            var places = new Places<>(rows, Row::id);
            map.forEach((key, at) -> assertThat(places.of(key)).hasValue(at));
            assertThat(places.of(-1)).isEqualTo(OptionalInt.empty());
        }
    }

    @Test
    void staysTrueWhileRowsAreReplacedByOthersWithTheirKeys() {
        var rows = new ArrayList<>(List.of(new Row(7, "old"), new Row(8, "old")));
        var places = new Places<>(rows, Row::id);
        rows.set(1, new Row(8, "new"));
        assertThat(places.of(8)).hasValue(1);
    }
}
