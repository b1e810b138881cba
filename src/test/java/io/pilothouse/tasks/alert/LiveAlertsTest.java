package io.pilothouse.tasks.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertLedger;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.alert.Delivery;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.alert.RemoteText;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.AlertRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.DeliveryRepository;
import io.pilothouse.store.SettingRepository;
import io.pilothouse.store.StoreException;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.secret.ProgramSecrets;
import io.pilothouse.tasks.settings.StoredSettings;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.HandTime;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveAlertsTest {

    private static final Instant START = Instant.parse("2026-06-18T14:00:00Z");
    private static final InstanceId ANIME = new InstanceId("sonarr-260618140000a");
    private static final Cause SILENT = new Cause(Cause.Kind.HOST_SILENT, "nas2.lan", START, List.of(ANIME));

    private static final Map<AlertChannel, RemoteSetup> SETUPS = Map.of(
            AlertChannel.NTFY,
            new RemoteSetup.Ntfy(Address.of("http://ntfy.lan/"), "house"),
            AlertChannel.WEBHOOK,
            new RemoteSetup.Webhook("hook.lan"),
            AlertChannel.EMAIL,
            new RemoteSetup.Mail(
                    "mail.lan",
                    587,
                    RemoteSetup.Mail.Protection.STARTTLS,
                    "me",
                    "me@mail.lan",
                    List.of("me@mail.lan")));

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(START);
    private final Published<List<Cause>> causes = new Published<>(List.of());
    private final Notices notices = new Notices();
    private final List<Alerts.Told> told = new ArrayList<>();
    private final Published<Map<InstanceId, InstanceHealth>> states = new Published<>(Map.of());
    private final MemorySecrets secrets = new MemorySecrets();
    private final List<String> sent = new ArrayList<>();
    private final Set<AlertChannel> broken = new HashSet<>();
    private String refused = "";
    private TaskRunner runner;
    private Database database;
    private StoredSettings settings;
    private LiveAlerts alerts;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), time);
        settings = new StoredSettings(new SettingRepository(database));
        runner = new TaskRunner(time, new TaskRepository(database), new UndoRepository(database), Duration.ZERO);
        alerts = made();
    }

    @AfterEach
    void close() {
        runner.close();
        database.close();
    }

    private LiveAlerts made() {
        var deliveries = new DeliveryRepository(database);
        var speech = new PlainSpeech();
        var made = new LiveAlerts(new LiveAlerts.Parts(
                new AlertRepository(database),
                deliveries,
                causes,
                notices,
                states,
                () -> List.of(instance()),
                settings,
                new SetUpChannels(settings, secrets, this::send, speech, deliveries, time),
                speech,
                runner,
                time,
                ZoneOffset.UTC));
        made.whenTold(Runnable::run, told::add);
        return made;
    }

    private static Instance instance() {
        return new Instance(
                ANIME,
                1,
                Configuration.of(new KindId("sonarr"), "Anime", Address.of("http://nas2.lan:8989/")),
                1,
                1,
                Optional.empty(),
                START,
                START,
                Optional.empty(),
                Optional.empty());
    }

    private String send(RemoteSetup setup, Secrets known, RemoteText text) throws ConnectorException {
        if (broken.contains(setup.channel()) || text.title().equals(refused)) {
            throw ConnectorException.of(FaultCode.SERVER_ERROR, "It answered 503.", "Try again.");
        }
        sent.add(setup.channel().word() + " " + text.title());
        return "taken with " + known.byField().keySet();
    }

    private void setUp(AlertChannel... channels) throws Exception {
        for (var channel : channels) {
            alerts.remote().setUp(SETUPS.get(channel), Map.of("token", Optional.of(new Secret("tk_1"))));
        }
    }

    /// A check of it passes.
    private void answers() {
        causes.set(List.of());
        states.set(Map.of(ANIME, health(ShownState.HEALTHY, Optional.empty())));
    }

    private void recover(Duration by) {
        answers();
        alerts.look();
        time.advance(Duration.ofSeconds(1));
        answers();
        pass(by);
    }

    private void trouble() {
        states.set(Map.of(ANIME, health(ShownState.DOWN, Optional.empty())));
        causes.set(List.of(SILENT));
        alerts.look();
        pass(AlertLedger.SETTLE);
    }

    private void pass(Duration by) {
        time.advance(by);
        alerts.look();
        deliver();
    }

    private void deliver() {
        try {
            alerts.deliver();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<AlertEvent> events() {
        return alerts.state().get().recent().stream().map(Alert::event).toList();
    }

    @Test
    void aDownIsToldCountsAndEndsWithItsRecovery() {
        trouble();
        assertThat(told).hasSize(1);
        assertThat(alerts.state().get().open()).hasSize(1);

        recover(Duration.ofMinutes(5));

        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.DOWN);
        assertThat(alerts.state().get().open()).isEmpty();
        assertThat(told).hasSize(2);
    }

    /// The second check that passes changes neither cause nor state.
    @Test
    void theCheckThatMakesARecoverySureIsNoticedByItself() throws Exception {
        alerts.start();
        states.set(Map.of(ANIME, health(ShownState.DOWN, Optional.empty())));
        causes.set(List.of(SILENT));
        Eventually.that(() -> {
            time.advance(AlertLedger.SETTLE);
            return events().equals(List.of(AlertEvent.DOWN));
        });
        var first = time.instant();
        answers();
        alerts.look();
        assertThat(events()).containsExactly(AlertEvent.DOWN);
        time.advance(Duration.ofMinutes(1));
        answers();

        Eventually.that(() -> events().size() == 2);
        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.DOWN);
        assertThat(alerts.state().get().recent()).extracting(Alert::ended).containsOnly(Optional.of(first));
        alerts.close();
    }

    @Test
    void howManyChecksARecoveryTakesHoldsAtOnce() {
        settings.set(Engine.RECOVERED_AFTER, 5);
        trouble();
        recover(Duration.ofMinutes(1));
        assertThat(events()).containsExactly(AlertEvent.DOWN);

        settings.set(Engine.RECOVERED_AFTER, 2);
        alerts.look();
        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.DOWN);
    }

    /// Another program, such as a store browser, holds the store for longer than it is waited for.
    @Test
    void whatFoundTheStoreBusyIsToldAndEndsLater() throws Exception {
        trouble();
        answers();
        alerts.look();
        time.advance(Duration.ofSeconds(1));
        answers();
        try (var browser = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pilothouse.db"));
                var holding = browser.createStatement()) {
            holding.execute("begin immediate");
            assertThatThrownBy(() -> pass(Duration.ofMinutes(5))).isInstanceOf(StoreException.class);
            holding.execute("rollback");
        }
        assertThat(told).hasSize(1);
        recover(Duration.ofSeconds(30)); // it counts anew

        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.DOWN);
        assertThat(told).hasSize(2);
    }

    @Test
    void whatWorkHasToSayIsToldOnceAndEndsWithItsMatter() {
        notices.tell(
                Notice.of("schedule/1", List.of(ANIME), "", "The schedule of Anime stands still.", "Look.", START));
        alerts.look();
        pass(AlertLedger.SETTLE);
        pass(Duration.ofHours(1));
        assertThat(events()).containsExactly(AlertEvent.WORK);
        assertThat(alerts.state().get().recent().getFirst().subject()).isEqualTo("The schedule of Anime stands still.");
        notices.tell(Notice.over("schedule/1", List.of(ANIME), "", "It runs again.", START));
        alerts.look();
        assertThat(alerts.state().get().open()).isEmpty();
    }

    @Test
    void aWarningSaysWhatItsServiceWarnsOf() {
        states.set(Map.of(ANIME, warned("Indexers unavailable due to failures: Beacon")));
        causes.set(List.of(new Cause(Cause.Kind.INSTANCE, "warning", START, List.of(ANIME))));
        alerts.look();
        pass(AlertLedger.SETTLE);

        assertThat(events()).containsExactly(AlertEvent.WARNING);
        assertThat(alerts.state().get().recent().getFirst().subject())
                .isEqualTo("Indexers unavailable due to failures: Beacon");
    }

    private InstanceHealth warned(String text) {
        var answer = new CheckAnswer(
                new RemoteIdentity("sonarr", "4.0.14", "Sonarr", "S2", new TreeMap<>()),
                List.of(new ServiceWarning(ServiceWarning.Severity.WARNING, "IndexerCheck", text, Optional.empty())),
                new LinkedHashMap<>(),
                Optional.empty(),
                false);
        return health(ShownState.WARNING, Optional.of(answer));
    }

    /// As of a check just made.
    private InstanceHealth health(ShownState state, Optional<CheckAnswer> answer) {
        return new InstanceHealth(
                ANIME,
                Lifecycle.ACTIVE,
                Optional.of(state == ShownState.DOWN ? Health.ERROR : Health.HEALTHY),
                state,
                START,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                answer,
                Optional.empty(),
                0,
                Optional.of(time.instant()),
                Optional.of(time.instant()).filter(_ -> state != ShownState.DOWN),
                Optional.empty(),
                false);
    }

    @Test
    void aRestartTellsNothingTwice() {
        trouble();
        alerts = made();
        told.clear();

        alerts.look();
        pass(Duration.ofHours(1));
        assertThat(told).isEmpty();
        answers();
        alerts.look();
        recover(Duration.ZERO);

        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.DOWN);
    }

    @Test
    void whatWasHeldArrivesAsOneDigestAndTheCountIsRight() {
        alerts.disturbNot(START.plus(Duration.ofHours(1)));
        trouble();
        assertThat(told).isEmpty();
        assertThat(alerts.state().get().muted()).hasSize(1);

        pass(Duration.ofHours(1));

        assertThat(told).singleElement().isInstanceOf(Alerts.Told.Digest.class);
        assertThat(alerts.state().get().disturb()).isEqualTo(Optional.empty());
    }

    private void unstable() {
        states.set(Map.of(ANIME, health(ShownState.UNSTABLE, Optional.empty())));
        causes.set(List.of(new Cause(Cause.Kind.INSTANCE, "unstable", START, List.of(ANIME))));
        alerts.look();
        pass(AlertLedger.SETTLE);
    }

    @Test
    void whatIsCalmAgainIsToldWhereItsUnstableWasAndNowhereElse() throws Exception {
        setUp(AlertChannel.NTFY);
        unstable();
        setUp(AlertChannel.EMAIL);
        alerts = made(); // also over a restart
        answers();
        pass(Duration.ofMinutes(10));

        assertThat(sent).containsExactly("ntfy UNSTABLE", "ntfy RECOVERED");
        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.UNSTABLE);
        assertThat(alerts.state().get().recent().getFirst().calm()).isTrue();
        assertThat(alerts.state().get().open()).isEmpty();
    }

    @Test
    void ofWhatWasUnstableWhileItWasHeldNoCalmIsSent() throws Exception {
        setUp(AlertChannel.NTFY);
        alerts.disturbNot(START.plus(Duration.ofHours(1)));
        unstable();
        answers();
        pass(Duration.ofMinutes(10));
        pass(Duration.ofHours(1));

        assertThat(sent).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void whatEndsWhileItIsHeldIsNotInTheDigest() {
        alerts.mute(List.of(ANIME), START.plus(Duration.ofHours(1)));
        trouble();
        recover(Duration.ofMinutes(10));
        pass(Duration.ofHours(1));

        assertThat(told).isEmpty();
    }

    @Test
    void acknowledgedMessagesCountNoMore() {
        trouble();
        alerts.acknowledge(List.of(alerts.state().get().recent().getFirst().id()));

        assertThat(alerts.state().get().open()).isEmpty();
    }

    @Test
    void otherRulesShowWhatWouldHaveBeenSent() {
        trouble();
        settings.set(AlertSettings.PRESET, AlertSettings.Preset.QUIET);

        assertThat(alerts.simulate(START))
                .singleElement()
                .satisfies(alert -> assertThat(alert.sent()).containsExactly(AlertChannel.BADGE));
    }

    @Test
    void aDownAndItsRecoveryGoOutOnEveryChannelThatIsSetUp() throws Exception {
        setUp(AlertChannel.NTFY, AlertChannel.EMAIL);
        trouble();
        recover(Duration.ofMinutes(5));

        assertThat(sent).containsExactlyInAnyOrder("ntfy DOWN", "email DOWN", "ntfy RECOVERED", "email RECOVERED");
        assertThat(alerts.remote().deliveries(START))
                .extracting(Delivery::answer)
                .containsOnly("taken with [token]");
    }

    @Test
    void whatDidNotArriveIsTriedAgainAndToldMeanwhile() throws Exception {
        setUp(AlertChannel.NTFY);
        broken.add(AlertChannel.NTFY);
        trouble();
        assertThat(sent).isEmpty();
        assertThat(notices.latest().get()).isEmpty(); // a hiccup is no news
        pass(Duration.ofMinutes(1));
        assertThat(notices.latest().get()).singleElement().satisfies(notice -> {
            assertThat(notice.summary()).contains("It answered 503.");
            assertThat(notice.over()).isFalse();
        });

        broken.clear();
        alerts = made(); // also over a restart
        pass(Duration.ofMinutes(5));

        assertThat(sent).contains("ntfy DOWN");
        assertThat(notices.latest().get().getFirst().over()).isTrue();
    }

    @Test
    void aMessageThatDoesNotArriveHoldsUpNoOther() throws Exception {
        setUp(AlertChannel.NTFY);
        refused = "DOWN";
        trouble();
        notices.tell(
                Notice.of("schedule/1", List.of(ANIME), "", "The schedule of Anime stands still.", "Look.", START));
        alerts.look();
        pass(AlertLedger.SETTLE);
        assertThat(sent).containsExactly("ntfy WORK");

        refused = "";
        pass(Duration.ofHours(1));
        assertThat(sent).contains("ntfy DOWN");
    }

    @Test
    void whatWasMissedIsSaidInTheWindowAndTheResultsOfTheMorningOnlyOutside() throws Exception {
        setUp(AlertChannel.NTFY);
        notices.tell(Notice.of("missed-runs", List.of(ANIME), "", "3 runs were missed.", "Look.", START)
                .toldAs(AlertEvent.MISSED));
        notices.tell(Notice.of("cycle-results/1", List.of(ANIME), "", "41 asked.", "Look.", START)
                .toldAs(AlertEvent.RESULTS));
        alerts.look();
        pass(AlertLedger.SETTLE);

        assertThat(alerts.state().get().recent())
                .filteredOn(alert -> alert.event() == AlertEvent.MISSED)
                .extracting(Alert::sent)
                .containsExactly(Set.of(AlertChannel.BAR));
        assertThat(sent).containsExactly("ntfy RESULTS");
    }

    @Test
    void whatBecameUntrueOnItsWayIsWithdrawnAndItsRecoveryNotSent() throws Exception {
        setUp(AlertChannel.NTFY, AlertChannel.WEBHOOK);
        broken.add(AlertChannel.NTFY);
        trouble();
        broken.clear();
        recover(Duration.ofSeconds(10));
        pass(Duration.ofHours(4));

        assertThat(sent).containsExactly("webhook DOWN", "webhook RECOVERED");
        assertThat(alerts.remote().deliveries(START))
                .filteredOn(delivery -> delivery.channel() == AlertChannel.NTFY)
                .extracting(Delivery::state)
                .containsOnly(Delivery.State.WITHDRAWN);
    }

    @Test
    void whatIsStillDownIsToldAgainOnlyOutsideAndOnlyUntilItIsAcknowledged() throws Exception {
        setUp(AlertChannel.EMAIL);
        trouble();
        told.clear();
        pass(Duration.ofHours(6));
        alerts = made();
        pass(Duration.ofHours(6));
        assertThat(sent).containsExactly("email DOWN", "email STILL_DOWN", "email STILL_DOWN");

        alerts.acknowledge(alerts.state().get().open().stream().map(Alert::id).toList());
        pass(Duration.ofDays(2));
        assertThat(sent).hasSize(3);
        assertThat(told)
                .allSatisfy(one ->
                        assertThat(((Alerts.Told.One) one).alert().sent()).containsExactly(AlertChannel.EMAIL));
    }

    @Test
    void whatWasHeldArrivesOutsideAsOneToo() throws Exception {
        setUp(AlertChannel.NTFY);
        alerts.disturbNot(START.plus(Duration.ofHours(1)));
        trouble();
        alerts = made(); // a restart loses nothing
        assertThat(alerts.state().get().muted()).hasSize(1);
        pass(Duration.ofHours(1));
        assertThat(sent).containsExactly("ntfy DOWN");
        assertThat(alerts.state().get().muted()).isEmpty();

        recover(Duration.ofMinutes(5));
        assertThat(sent).containsExactly("ntfy DOWN", "ntfy RECOVERED");
    }

    @Test
    void theRulesOfNowShowWhenAPersonWouldHaveBeenToldAgain() throws Exception {
        trouble();
        pass(Duration.ofHours(13));
        setUp(AlertChannel.WEBHOOK);

        assertThat(alerts.simulate(START))
                .extracting(Alert::event)
                .containsExactly(AlertEvent.STILL_DOWN, AlertEvent.STILL_DOWN, AlertEvent.DOWN);
        settings.set(
                AlertSettings.ROUTES,
                List.of(new AlertRoute(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("sonarr"),
                        Optional.empty(),
                        Set.of(AlertChannel.BADGE))));
        assertThat(alerts.simulate(START))
                .singleElement()
                .satisfies(alert -> assertThat(alert.sent()).containsExactly(AlertChannel.BADGE));
    }

    @Test
    void aChannelThatIsRemovedForgetsItsSecretsAndSendsNothing() throws Exception {
        setUp(AlertChannel.NTFY);
        alerts.remote().remove(AlertChannel.NTFY);
        trouble();

        assertThat(sent).isEmpty();
        assertThat(alerts.remote().secrets(AlertChannel.NTFY)).isEmpty();
    }

    /// H6: whatever happens, no channel hears of a recovery whose down it did not hear.
    @Test
    void noChannelHearsOfARecoveryWithoutItsDown() throws Exception {
        setUp(AlertChannel.NTFY, AlertChannel.WEBHOOK, AlertChannel.EMAIL);
        var random = new Random(4);
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    states.set(Map.of(ANIME, health(ShownState.DOWN, Optional.empty())));
                    causes.set(List.of(SILENT));
                }
                case 1 -> answers();
                case 2 -> alerts.disturbNot(time.instant().plus(Duration.ofMinutes(random.nextInt(60))));
                case 3 -> alerts.mute(List.of(ANIME), time.instant().plus(Duration.ofMinutes(random.nextInt(30))));
                case 4 -> {
                    broken.clear();
                    AlertChannel.REMOTE.stream()
                            .filter(_ -> random.nextBoolean())
                            .forEach(broken::add);
                }
                default ->
                    alerts.acknowledge(
                            alerts.state().get().open().stream().map(Alert::id).toList());
            }
            pass(Duration.ofMinutes(random.nextInt(20)));
        }

        assertThat(sent).anyMatch(line -> line.endsWith("RECOVERED"));
        for (var channel : AlertChannel.REMOTE) {
            boolean heard = false;
            for (var line : sent) {
                if (line.startsWith(channel.word() + " ") && !line.endsWith("WORK")) {
                    if (line.endsWith(" RECOVERED")) {
                        assertThat(heard).as(line + " in " + sent).isTrue();
                    }
                    heard = line.lastIndexOf("DOWN") > line.lastIndexOf("RECOVERED");
                }
            }
        }
    }

    private static final class PlainSpeech implements AlertSpeech {
        @Override
        public RemoteText say(List<Alert> alerts, Instant now) {
            var title = alerts.size() == 1
                    ? alerts.getFirst().event().name()
                    : "several "
                            + alerts.stream().map(one -> one.event().name()).toList();
            return new RemoteText(title, "", List.of(), AlertEvent.Severity.URGENT, now);
        }

        @Override
        public RemoteText test(Instant now) {
            return new RemoteText("test", "", List.of(), AlertEvent.Severity.NEWS, now);
        }
    }

    private static final class MemorySecrets implements ProgramSecrets {
        private final Map<String, Map<String, Secret>> stored = new HashMap<>();

        @Override
        public Secrets readOfProgram(String part) {
            return new Secrets(stored.getOrDefault(part, Map.of()));
        }

        @Override
        public void changeOfProgram(String part, Map<String, Optional<Secret>> changes) {
            var fields = stored.computeIfAbsent(part, _ -> new HashMap<>());
            changes.forEach((field, value) ->
                    value.ifPresentOrElse(secret -> fields.put(field, secret), () -> fields.remove(field)));
        }

        @Override
        public Set<String> fieldsOfProgram(String part) {
            return stored.getOrDefault(part, Map.of()).keySet();
        }
    }
}
