package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentCategory;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TorrentModelTest {

    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final String C = "c".repeat(40);

    private final TorrentModel model = new TorrentModel(new InstanceId("qbittorrent-2607011200abc"));
    private Instant now = Instant.parse("2026-07-01T12:00:00Z");

    private TorrentSnapshot apply(String json) throws Exception {
        return model.apply(
                MainData.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), model.shared()),
                new TorrentModel.Seen(1, now, Duration.ofMillis(3), Duration.ZERO, true));
    }

    private TorrentSnapshot first() throws Exception {
        return apply("{'rid':1,'full_update':true,'torrents':{'" + A
                + "':{'name':'one','state':'pausedUP','added_on':100,'size':5,'total_size':5,'progress':1,'tags':'x, y','ratio':9999},'"
                + B + "':{'name':'two','state':'stalledDL','added_on':100,'total_size':-1,'eta':8640000}},"
                + "'categories':{'tv':{'name':'tv','savePath':'/tv','download_path':'/in'}},'tags':['x','y'],"
                + "'server_state':{'free_space_on_disk':7,'connection_status':'connected','global_ratio':'-'}}");
    }

    @Test
    void aFullAnswerIsEverything() throws Exception {
        var snapshot = first();

        assertThat(snapshot.torrents()).containsOnlyKeys(A, B);
        var one = snapshot.torrents().get(A);
        assertThat(one.state()).isEqualTo(TorrentState.STOPPED_UPLOAD);
        assertThat(one.tags()).containsExactly("x", "y");
        assertThat(one.ratio()).isInfinite();
        assertThat(one.complete()).isTrue();
        assertThat(snapshot.torrents().get(B).hasMetadata()).isFalse();
        assertThat(snapshot.torrents().get(B).eta()).isEmpty();
        assertThat(snapshot.transfer().freeBytes()).isEqualTo(OptionalLong.of(7));
        assertThat(snapshot.changes().added()).containsExactlyInAnyOrder(A, B);
        assertThat(model.rid()).isEqualTo(1);
    }

    @Test
    void apartialAnswerChangesFieldByField() throws Exception {
        first();

        var snapshot = apply("{'rid':2,'torrents':{'" + A + "':{'dlspeed':9,'new_field':{'deep':[1]}},'" + C
                + "':{'name':'three','state':'downloading'}},'torrents_removed':['" + B + "','" + "d".repeat(40)
                + "'],'tags':['z'],'tags_removed':['x'],'categories':{'tv':{'savePath':'/tele'}},"
                + "'server_state':{'dl_info_speed':9}}");

        assertThat(snapshot.torrents()).containsOnlyKeys(A, C);
        assertThat(snapshot.torrents().get(A).name()).isEqualTo("one");
        assertThat(snapshot.torrents().get(A).downloadSpeed()).isEqualTo(9);
        assertThat(snapshot.tags()).isEqualTo(new TreeSet<>(Set.of("y", "z")));
        assertThat(snapshot.categories()).containsEntry("tv", new TorrentCategory("tv", "/tele", Optional.of("/in")));
        assertThat(snapshot.transfer().freeBytes()).isEqualTo(OptionalLong.of(7));
        assertThat(snapshot.changes())
                .isEqualTo(new TorrentSnapshot.Changes(false, Set.of(C), Set.of(A), Set.of(B), Set.of(), List.of()));
    }

    @Test
    void whatIsRemovedBesideTorrentsGoes() throws Exception {
        first();
        apply("{'rid':2,'categories':{'films':{'name':'films','savePath':'/films'}},'tags':['z'],"
                + "'trackers':{'http://one':['" + A + "']}}");

        var snapshot = apply("{'rid':3,'categories_removed':['tv','never'],'tags_removed':['x','never'],"
                + "'trackers_removed':['http://one']}");

        assertThat(snapshot.categories()).containsOnlyKeys("films");
        assertThat(snapshot.tags()).containsExactly("y", "z");
        assertThat(snapshot.torrents()).containsOnlyKeys(A, B);
    }

    @Test
    void nothingChangedIsAnAnswerToo() throws Exception {
        var before = first();

        var after = apply("{'rid':2}");

        assertThat(after.torrents()).isEqualTo(before.torrents());
        assertThat(after.changes().changed()).isEmpty();
    }

    @Test
    void whatAFullAnswerLeavesOutIsGone() throws Exception {
        first();

        var snapshot = apply("{'rid':9,'full_update':true,'server_state':{}}");

        assertThat(snapshot.torrents()).isEmpty();
        assertThat(snapshot.categories()).isEmpty();
        assertThat(snapshot.tags()).isEmpty();
        assertThat(snapshot.changes().removed()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void onlyTheTimeOfAddingTellsThatATorrentWasRemovedAndAddedAgain() throws Exception {
        first();

        assertThat(apply("{'rid':2,'torrents':{'" + A + "':{'added_on':200}}}")
                        .changes()
                        .readded())
                .containsExactly(A);
        assertThat(apply("{'rid':3,'torrents_removed':['" + B + "'],'torrents':{'" + B
                                + "':{'name':'two','state':'stalledDL','added_on':300}}}")
                        .changes()
                        .readded())
                .containsExactly(B);
    }

    @Test
    void aMagnetThatGetsItsOtherHashIsTheSameTorrent() throws Exception {
        first();

        var snapshot = apply(
                "{'rid':2,'torrents':{'" + C + "':{'name':'one','state':'stalledDL','infohash_v1':'" + A + "'}}}");

        assertThat(snapshot.torrents()).containsOnlyKeys(B, C);
        assertThat(snapshot.changes().renamed()).containsExactly(new TorrentSnapshot.Renamed(A, C));
    }

    @Test
    void aPartOfAnUnknownTorrentMakesNoSense() throws Exception {
        first();

        assertThatThrownBy(() -> apply("{'rid':2,'torrents':{'" + C + "':{'dlspeed':3}}}"))
                .isInstanceOf(TorrentModel.Inconsistent.class);
    }

    /// What is removed goes first: then nothing is left that a part could belong to.
    @Test
    void aPartOfATorrentThatIsRemovedMakesNoSense() throws Exception {
        first();

        assertThatThrownBy(() ->
                        apply("{'rid':2,'torrents_removed':['" + A + "'],'torrents':{'" + A + "':{'dlspeed':3}}}"))
                .isInstanceOf(TorrentModel.Inconsistent.class);
    }

    @Test
    void aNullIsAValue() throws Exception {
        apply("{'rid':1,'full_update':true,'torrents':{'" + A
                + "':{'name':'one','state':'stalledDL','private':true}}}");

        var snapshot = apply("{'rid':2,'torrents':{'" + A + "':{'private':null}}}");

        assertThat(snapshot.torrents().get(A).isPrivate()).isEmpty();
    }

    @Test
    void noFreeSpaceIsBelievedOnlyAfterHalfAMinute() throws Exception {
        assertThat(apply("{'rid':1,'full_update':true,'server_state':{'free_space_on_disk':0}}")
                        .transfer()
                        .freeBytes())
                .isEmpty();
        now = now.plusSeconds(29);
        assertThat(apply("{'rid':2}").transfer().freeBytes()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(apply("{'rid':3}").transfer().freeBytes()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void aFullAnswerAskedForOnPurposeShowsWhatThePartsDidNotTell() throws Exception {
        first();
        model.verify();
        apply("{'rid':2,'full_update':true,'torrents':{'" + A
                + "':{'name':'renamed','state':'stalledUP','added_on':100,'size':5},'" + B
                + "':{'name':'two','state':'downloading','added_on':100}}}");
        assertThat(model.drift()).isEqualTo(1);

        model.startOver(); // after trouble a difference is no surprise
        apply("{'rid':3,'full_update':true,'torrents':{'" + A + "':{'name':'again','state':'stalledUP'}}}");
        assertThat(model.drift()).isEqualTo(1);
    }

    @Test
    void answersThatAreCutOffOrOfAnotherShapeAreRefused() {
        for (var json : List.of("{\"rid\":1,\"torrents\":{", "[]", "\"rid\"", "{\"torrents\":[]}", "{}")) {
            assertThatThrownBy(() -> MainData.read(json.getBytes(StandardCharsets.UTF_8), new Shared()))
                    .as(json)
                    .isInstanceOf(IOException.class);
        }
    }
}
