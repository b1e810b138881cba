package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pilothouse.demo.Browser;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.TestEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

    @TempDir
    private Path folder;

    private AmcRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private AccountSearch.Eyes eyes(String letter) {
        return new AccountSearch.Eyes(Address.of(rig.service.address().toString()), rig.secrets(letter), Map.of());
    }

    @Test
    void twoTokensFindThreeAccountsAndEightInstancesWithoutATypedId() throws Exception {
        var logins = rig.amc().logins();
        var search = rig.amc().search();
        var a = search.discover(eyes("A"), List.of(), false);
        var b = search.discover(eyes("B"), List.of(), false);

        assertThat(a.accounts()).hasSize(2);
        assertThat(b.accounts()).hasSize(1);
        assertThat(a.instances()).hasSize(7);
        assertThat(b.instances()).extracting(it -> it.facts().id().value()).containsExactly("amcpilot007");

        var added = search.add(eyes("A"), a.instances(), TestEngine.ME);
        assertThat(added).hasSize(7);
        var again = a.and(search.discover(eyes("A"), List.of(), false)).and(b); // known by now, and still the same
        assertThat(again.instances()).hasSize(8);
        assertThat(again.accounts()).hasSize(3);
        assertThat(search.add(
                        eyes("A"), search.discover(eyes("A"), List.of(), false).instances(), TestEngine.ME))
                .isEmpty();
        assertThat(logins.all())
                .hasSize(1)
                .first()
                .satisfies(it -> assertThat(it.instances()).hasSize(7));
        assertThat(logins.accounts()).hasSize(3);
    }

    @Test
    void aHiddenSelfServiceAccountIsFoundByItsEntityAndNeverListedUnasked() throws Exception {
        rig.simulate(it -> it.switches(switches -> switches.withSelfServiceHidden(true)));
        var search = rig.amc().search();

        assertThat(search.discover(eyes("B"), List.of(), true).instances()).isEmpty();
        rig.simulate(it -> assertThat(it.journal().entries())
                .noneMatch(entry -> entry.path().equals("/amc/instances")));
        var pair = new AccountSearch.Pair(new EntityId("ENTITY1PH0USEC3"), Marketplace.JP.id());
        assertThat(search.discover(eyes("B"), List.of(pair), false).instances()).hasSize(1);
    }

    @Test
    void manyPagesAreReadToTheEnd() throws Exception {
        try (var many = new AmcRig(
                folder.resolve("many"),
                io.pilothouse.demo.service.ServiceSpec.of("amc", "Many")
                        .with("instances", "250")
                        .with("accounts", "120"))) {
            var with =
                    new AccountSearch.Eyes(Address.of(many.service.address().toString()), many.secrets("A"), Map.of());
            var found = many.amc().search().discover(with, List.of(), false);
            assertThat(found.accounts()).hasSize(121);
            assertThat(found.instances()).hasSize(252);
        }
    }

    @Test
    void aRotatedTokenIsKeptForAllInstancesOfTheLogin() throws Exception {
        var one = rig.add("Main", "amcpilot001").id();
        var other = rig.add("Outlet", "amcpilot002").id();
        var before = rig.secrets("A").find("refreshToken").orElseThrow();
        rig.simulate(it -> it.login().rotate(true));

        rig.amc().memory().refreshFacts(one);

        var after = rig.secrets("A").find("refreshToken").orElseThrow();
        assertThat(after).isNotEqualTo(before);
        for (var id : List.of(one, other)) {
            assertThat(rig.engine().secrets.read(id).find("refreshToken")).hasValue(after);
        }
        rig.amc().memory().refreshFacts(other);
    }

    @Test
    void theBrowserMayComeBackToThisComputerAndStrangersAreSentAway() throws Exception {
        rig.add("Main", "amcpilot001");
        int port;
        try (var free = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var url = "http://localhost:" + port + "/back";
        assertThat(Consents.comesBackHere(url)).isTrue();
        assertThat(Consents.comesBackHere("https://amazon.com")).isFalse();
        assertThat(Consents.comesBackHere("http://localhost.example.org:80/")).isFalse();
        var asked = new Consents.Asked("", "right", new Secret("verifier"), url);
        var landed = new java.util.concurrent.CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try {
                landed.complete(rig.amc().consents().awaitReturn(asked));
            } catch (ProblemException | InterruptedException e) {
                landed.completeExceptionally(e);
            }
        });
        var browser = new Browser();
        var here = URI.create("http://127.0.0.1:" + port + "/back");

        assertThat(visit(browser, here.resolve("/back?code=x&state=wrong"))).isEqualTo(404);
        assertThat(landed).isNotDone();
        assertThat(visit(browser, here.resolve("/back?code=ANx&state=right"))).isEqualTo(200);
        assertThat(landed.get(20, java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo("http://localhost:" + port + "/back?code=ANx&state=right");
    }

    /// Until somebody listens.
    private static int visit(Browser browser, URI address) throws Exception {
        var status = new int[1];
        io.pilothouse.testing.Eventually.that(() -> {
            try {
                status[0] = browser.send(browser.request(address)).statusCode();
                return true;
            } catch (java.io.IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return status[0];
    }

    @Test
    void aRevokedConsentPutsAllInstancesOfTheLoginInErrorAtOnceAndIsToldOnce() throws Exception {
        var ofA = new java.util.ArrayList<io.pilothouse.domain.instance.InstanceId>();
        for (var number : List.of("001", "002", "003", "004", "005", "006", "009")) {
            ofA.add(rig.add("A " + number, "amcpilot" + number).id());
        }
        var ofB = new java.util.ArrayList<io.pilothouse.domain.instance.InstanceId>();
        for (var number : List.of("007", "008")) {
            ofB.add(addOfB(number));
        }
        rig.simulate(it -> it.login().revokeConsent("A"));

        assertThatExceptionOfType(io.pilothouse.domain.amc.AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(ofA.getFirst()));

        var states = rig.engine().get().health().states();
        assertThat(ofA).allSatisfy(id -> {
            var health = states.get().get(id);
            assertThat(health.lifecycle()).isEqualTo(io.pilothouse.domain.health.Lifecycle.ERROR);
            assertThat(health.code()).hasValue(io.pilothouse.domain.health.FaultCode.LOGIN_REFUSED);
            assertThat(health.health()).hasValue(io.pilothouse.domain.health.Health.ERROR);
            assertThat(health.nextCheckAt()).isEmpty();
        });
        assertThat(ofB)
                .allSatisfy(id -> assertThat(states.get().get(id).lifecycle())
                        .isEqualTo(io.pilothouse.domain.health.Lifecycle.ACTIVE));
        assertThat(rig.notices.latest().get()).singleElement().satisfies(notice -> {
            assertThat(notice.instances()).containsExactlyElementsOf(ofA);
            assertThat(notice.summary()).contains("A 001", "and 2 more");
        });
        int asked = tokenRequests();
        for (var id : ofA) {
            assertThatExceptionOfType(io.pilothouse.domain.amc.AmcException.class)
                    .isThrownBy(() -> rig.amc().memory().refreshFacts(id));
        }
        assertThat(tokenRequests()).isEqualTo(asked);
    }

    @Test
    void aRefusedLoginIsToldOfAlsoAfterARestartAndUntilItIsRenewed() throws Exception {
        var one = rig.add("Main", "amcpilot001").id();
        rig.add("Outlet", "amcpilot002");
        rig.simulate(it -> it.login().revokeConsent("A"));
        assertThatExceptionOfType(io.pilothouse.domain.amc.AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(one));
        rig.notices.latest().set(List.of()); // another process knows none
        rig.restart();

        rig.amc().logins().tick();
        assertThat(rig.notices.latest().get()).singleElement().satisfies(notice -> {
            assertThat(notice.over()).isFalse();
            assertThat(notice.summary()).contains("Main, Outlet");
            assertThat(notice.explains()).contains(io.pilothouse.domain.health.FaultCode.LOGIN_REFUSED);
        });

        var logins = rig.amc().logins();
        rig.engine().time.advance(java.time.Duration.ofMinutes(2));
        logins.renew(logins.all().getFirst().key(), consented(one), LocalDate.of(2026, 7, 18), TestEngine.ME);
        rig.active(one);
        io.pilothouse.testing.Eventually.that(() -> {
            logins.tick();
            return rig.notices.latest().get().stream().allMatch(io.pilothouse.tasks.notice.Notice::over);
        });
    }

    @Test
    void whileSecretsAreLockedNobodyIsSaidToShareARefusedLogin() throws Exception {
        var one = rig.add("Main", "amcpilot001").id();
        var other = addOfB("007");
        rig.simulate(it -> it.login().revokeConsent("A"));
        assertThatExceptionOfType(io.pilothouse.domain.amc.AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(one));
        rig.notices.latest().set(List.of()); // another process knows none
        rig.restart();
        rig.engine().secrets.locked.addAll(List.of(one, other)); // as long as the key is not open

        rig.amc().logins().tick();
        assertThat(rig.notices.latest().get()).isEmpty();

        rig.engine().secrets.locked.clear();
        rig.amc().logins().tick();
        assertThat(rig.notices.latest().get())
                .singleElement()
                .satisfies(notice -> assertThat(notice.instances()).containsExactly(one));
    }

    private io.pilothouse.domain.instance.InstanceId addOfB(String number) throws Exception {
        var added = rig.engine()
                .get()
                .instances()
                .add(
                        io.pilothouse.domain.instance.Configuration.of(
                                        new io.pilothouse.domain.instance.KindId("amc"),
                                        "Tea " + number,
                                        Address.of(rig.service.address().toString()))
                                .withSettings(Map.of(
                                        "instanceId", "amcpilot" + number,
                                        "entityId", "ENTITY1PH0USEC3",
                                        "marketplaceId", "A1VC38T7YXB528",
                                        "region", "fe")),
                        rig.secrets("B"),
                        TestEngine.ME);
        rig.active(added.id());
        return added.id();
    }

    @Test
    void aRefusedLoginWhoseInstancesAreGoneIsNotSaidToBeAcceptedAgain() throws Exception {
        var one = rig.add("Main", "amcpilot001").id();
        rig.simulate(it -> it.login().revokeConsent("A"));
        assertThatExceptionOfType(io.pilothouse.domain.amc.AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(one));
        rig.engine().time.advance(java.time.Duration.ofMinutes(2));
        rig.engine().get().instances().remove(one, TestEngine.ME);

        rig.amc().logins().tick();

        assertThat(rig.notices.latest().get()).singleElement().satisfies(notice -> {
            assertThat(notice.over()).isTrue();
            assertThat(notice.summary()).isEqualTo("No instance uses the refused login any more.");
        });
    }

    private int tokenRequests() {
        return rig.service.with(
                io.pilothouse.demo.amc.AmcSimulator.class, simulator -> (int) simulator.journal().entries().stream()
                        .filter(entry -> entry.path().equals("/auth/o2/token"))
                        .count());
    }

    @Test
    void aConsentThatEndsSoonIsToldOnceADay() throws Exception {
        var days = LocalDate.ofInstant(rig.clock().instant(), java.time.ZoneOffset.UTC)
                .minusDays(340)
                .toString();
        rig.stored("Main", "amcpilot001", Map.of("consentedOn", days));

        rig.amc().logins().tick();
        assertThat(rig.notices.latest().get()).isEmpty(); // consented before consents ended

        rig.engine().time.advance(java.time.Duration.ofDays(330));
        rig.stored(
                "Outlet",
                "amcpilot002",
                Map.of(
                        "consentedOn",
                        LocalDate.ofInstant(rig.clock().instant(), java.time.ZoneOffset.UTC)
                                .minusDays(340)
                                .toString()));
        rig.amc().logins().tick();
        rig.amc().logins().tick();

        assertThat(rig.notices.latest().get())
                .singleElement()
                .satisfies(notice -> assertThat(notice.summary()).contains("25 days"));
    }

    /// A login that a person consented to in a browser.
    private Secrets consented(io.pilothouse.domain.instance.InstanceId id) throws Exception {
        var eyes = rig.amc().search().eyesOf(id);
        var asked = asked(eyes);
        return rig.amc().consents().consented(asked, landed(asked), eyes);
    }

    private Consents.Asked asked(AccountSearch.Eyes eyes) throws ProblemException {
        return rig.amc().consents().askConsent(eyes, "https://amazon.com");
    }

    private static String landed(Consents.Asked asked) throws Exception {
        var browser = new Browser();
        return browser.send(browser.request(URI.create(asked.page())))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    @Test
    void aConsentIsExchangedForATokenThatAllInstancesGet() throws Exception {
        var one = rig.add("Main", "amcpilot001").id();
        rig.add("Outlet", "amcpilot002");
        rig.simulate(it -> it.login().revokeConsent("A"));
        var logins = rig.amc().logins();
        var eyes = rig.amc().search().eyesOf(one);
        var asked = asked(eyes);
        var landed = landed(asked);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rig.amc().consents().consented(asked, landed.replace("state=", "state=x"), eyes));
        assertThatExceptionOfType(ProblemException.class)
                .as("a part of an address")
                .isThrownBy(() -> rig.amc().consents().consented(asked, landed + "&scope=%E", eyes));
        var renewed = rig.amc().consents().consented(asked, landed, eyes);
        assertThat(renewed.find("refreshToken").map(Secret::value).orElse("")).startsWith("Atzr|");
        assertThat(logins.renew(logins.all().getFirst().key(), renewed, LocalDate.of(2026, 7, 18), TestEngine.ME))
                .isEqualTo(2);
        assertThat(logins.all().getFirst().ends()).hasValue(LocalDate.of(2027, 7, 18));
    }

    @Test
    void whatAmazonSaidIsForgottenWhenAnInstanceMayBeAnother() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.amc().memory().refreshDataSources(id);
        rig.amc().memory().refreshFacts(id);

        rig.amc().identityEdited(id);

        assertThat(rig.amc().memory().knownFacts(id)).isEmpty();
        assertThat(rig.amc().memory().knownDataSources(id)).isEmpty();
    }

    @Test
    void waitsBetweenAttemptsAreAtLeastWhatAmazonAsksFor() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.simulate(it -> it.faults()
                .add(io.pilothouse.demo.amc.FaultRules.Rule.of(
                        io.pilothouse.demo.amc.FaultRules.Kind.THROTTLE, "instance", 2, 7)));
        rig.pauses.clear();

        rig.amc().memory().refreshFacts(id);

        assertThat(rig.pauses).hasSize(2).allMatch(pause -> pause.toSeconds() >= 7);
        rig.simulate(it -> it.faults()
                .add(io.pilothouse.demo.amc.FaultRules.Rule.of(
                        io.pilothouse.demo.amc.FaultRules.Kind.STATUS, "instance", 9, 503)));
        rig.service.forgetRequests();
        assertThatExceptionOfType(io.pilothouse.domain.amc.AmcException.class)
                .isThrownBy(() -> rig.amc().memory().refreshFacts(id));
        assertThat(rig.service.requests().stream()
                        .filter(request -> request.path().equals("/amc/instances/amcpilot001")))
                .hasSize(5);
    }

    @Test
    void bothEnvelopesAndAPickyMediaTypeAreUnderstood() throws Exception {
        var id = rig.add("Main", "amcpilot001").id();
        rig.simulate(it -> {
            it.switches(switches -> switches.withWrapped(true).withDetailsAsObject(true));
            it.faults()
                    .add(io.pilothouse.demo.amc.FaultRules.Rule.of(
                            io.pilothouse.demo.amc.FaultRules.Kind.VENDOR_TYPE_ALONE, "instance", -1, 0));
        });

        assertThat(rig.amc().memory().refreshFacts(id).id().value()).isEqualTo("amcpilot001");
        rig.amc().startRuns();
        var run = rig.ended(rig.ask("ph.reach-by-campaign", id).getFirst().id());
        assertThat(run.state()).isEqualTo(io.pilothouse.domain.amc.RunState.READY);
    }

    @Test
    void theSecretsOfALoginAreStoredOnceForAllItsInstances() throws Exception {
        var one = rig.add("Main", "amcpilot001").id();
        var other = rig.add("Outlet", "amcpilot002").id();
        assertThat(rig.engine().secrets.shared()).isEmpty();

        rig.amc().logins().tick();

        var shared = rig.engine().secrets.shared();
        assertThat(shared).containsOnlyKeys(one, other);
        assertThat(shared.get(one)).isEqualTo(shared.get(other));
        rig.simulate(it -> it.login().rotate(true));
        rig.amc().memory().refreshFacts(one);
        var after = rig.secrets("A").find("refreshToken").orElseThrow();
        assertThat(rig.engine().secrets.read(other).find("refreshToken")).hasValue(after);
        assertThat(rig.engine().secrets.shared()).isEqualTo(shared);
    }
}
