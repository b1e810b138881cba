package io.pilothouse.ui.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.instances.InstanceFormViewModel.After;
import io.pilothouse.ui.instances.InstanceFormViewModel.KindField;
import io.pilothouse.ui.instances.InstanceFormViewModel.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InstanceFormViewModelTest {

    private static final KindId RADARR = new KindId("radarr");
    private static final KindId SONARR = new KindId("sonarr");
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final FakeServices fakes = PictureFleet.make();
    private final List<Saved> saved = new ArrayList<>();

    private InstanceFormViewModel open(FormPurpose purpose) {
        return open(purpose, Locale.ENGLISH);
    }

    private InstanceFormViewModel open(FormPurpose purpose, Locale language) {
        return new InstanceFormViewModel(fakes.services(Runnable::run), new Texts(language), purpose, saved::add);
    }

    private InstanceFormViewModel add() {
        return open(new FormPurpose.Add(Optional.empty()));
    }

    private void answers(KindId kind, String product, String address) {
        fakes.connectionTests.recognised =
                Optional.of(new Recognised(kind, product, "", true, Address.of(address), List.of()));
    }

    private Instance the(String monogram) {
        return fakes.instances.find(PictureFleet.id(monogram)).orElseThrow();
    }

    private static KindField secret(InstanceFormViewModel form) {
        return form.kindFields().stream().filter(KindField::secret).findFirst().orElseThrow();
    }

    @Test
    void whereTheAddressFitsTwoKindsTheKeyDecidesUnlessAPersonChose() {
        fakes.connectionTests.recognised = Optional.of(
                new Recognised(RADARR, "Radarr", "", false, Address.of("http://attic.lan:7878/"), List.of()));
        fakes.connectionTests.diagnosis =
                new Diagnosis(List.of(), Optional.of(FaultCode.WRONG_PRODUCT), Optional.empty());
        fakes.connectionTests.result = Optional.of(isInstead(SONARR));
        var guessed = add();
        guessed.address().set("http://attic.lan:7878");
        secret(guessed).text().set(KEY);

        assertThat(guessed.kind().get()).contains(SONARR);
        assertThat(secret(guessed).text().get()).isEqualTo(KEY);

        var chosen = add();
        chosen.chooseKind(RADARR);
        chosen.address().set("http://attic.lan:7878");
        secret(chosen).text().set(KEY);

        assertThat(chosen.kind().get()).contains(RADARR);
        assertThat(chosen.otherKind()).contains(SONARR);
    }

    private static TestResult isInstead(KindId kind) {
        return new TestResult(
                Optional.empty(),
                false,
                Optional.of(FaultCode.WRONG_PRODUCT),
                "It is another.",
                "Add it as that.",
                Optional.empty(),
                OptionalLong.empty(),
                FakeServices.NOW,
                Optional.of(kind),
                Optional.empty(),
                List.of());
    }

    @Test
    void recognisesWhatWasPastedAndSendsNoSecretForIt() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();

        form.address().set("http://attic.lan:7878/movie/12");

        assertThat(form.kind().get()).contains(RADARR);
        assertThat(form.address().get()).isEqualTo("http://attic.lan:7878");
        assertThat(form.name().get()).isEqualTo("Radarr");
        assertThat(form.monogram().get()).isEqualTo("R9");
        assertThat(fakes.connectionTests.calls).containsExactly("recognise http://attic.lan:7878/movie/12/");
    }

    /// Whoever wants one more of the same says so twice.
    @Test
    void whatIsHereAlreadyIsShownBeforeItIsAddedOnceMore() {
        fakes.connectionTests.recognised = Optional.of(new Recognised(
                RADARR,
                "Radarr",
                "",
                true,
                Address.of("http://nas.lan:7878/"),
                List.of(the("R1").id())));
        var form = add();
        form.address().set("http://nas.lan:7878");
        secret(form).text().set(KEY);

        form.submit(After.OPEN);

        assertThat(saved).isEmpty();
        assertThat(form.hereAlready().get()).isTrue();
        assertThat(form.sameAddress()).contains(the("R1"));
        form.submit(After.OPEN);
        assertThat(saved).hasSize(1);
    }

    @Test
    void anotherAddressIsAnotherQuestion() {
        fakes.connectionTests.recognised = Optional.of(new Recognised(
                RADARR,
                "Radarr",
                "",
                true,
                Address.of("http://nas.lan:7878/"),
                List.of(the("R1").id())));
        var form = add();
        form.address().set("http://nas.lan:7878");
        secret(form).text().set(KEY);
        form.submit(After.OPEN);
        answers(RADARR, "Radarr", "http://attic.lan:7878/");

        form.address().set("http://attic.lan:7878");

        assertThat(form.hereAlready().get()).isFalse();
        secret(form).text().set(KEY);
        form.submit(After.OPEN);
        assertThat(saved).hasSize(1);
    }

    @Test
    void whatStandsInAFormByItselfIsNothingToLose() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = open(new FormPurpose.Add(Optional.empty(), Optional.of(Address.of("http://attic.lan:7878"))));

        form.look();

        assertThat(form.name().get()).isEqualTo("Radarr");
        assertThat(form.dirty()).isFalse();
        form.name().set("Attic films");
        assertThat(form.dirty()).isTrue();
    }

    /// Who types ahead saves before any work behind the form could end.
    @Test
    void lettersAndColourAreProposedAtOnce() {
        fakes.tasks.hold();
        var form = add();

        form.chooseKind(RADARR);

        assertThat(form.monogram().get()).isEqualTo("R9");
    }

    @Test
    void whatAnAddressSaysOfSettingsStandsInTheirFields() {
        fakes.connectionTests.recognised = Optional.of(new Recognised(
                new KindId("qbittorrent"),
                "qBittorrent",
                "",
                true,
                Address.of("http://attic.lan:8080/"),
                List.of(),
                Map.of("username", "captain")));
        var form = add();

        form.address().set("http://attic.lan:8080/of/captain");

        assertThat(form.kindFields())
                .filteredOn(field -> field.name().equals("username"))
                .extracting(field -> field.text().get())
                .containsExactly("captain"); // in place of the usual one
    }

    @Test
    void looksAtATypedAddressOnlyWhenTheTypingPauses() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();
        form.address().set("nas");
        form.address().set("nas.l");

        assertThat(fakes.connectionTests.calls).isEmpty();
        fakes.later.pass(InstanceFormViewModel.TYPING_PAUSE);

        assertThat(fakes.connectionTests.calls).hasSize(1);
    }

    @Test
    void dropsTheAnswerAboutAnAddressThatWasTypedOver() {
        fakes.tasks.hold();
        var form = add();
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        form.address().set("http://attic.lan:7878");
        form.address().set("http://cellar.lan:8989");
        answers(SONARR, "Sonarr", "http://cellar.lan:8989/");
        while (fakes.tasks.waiting() > 0) {
            fakes.tasks.runNext();
        }

        assertThat(form.kind().get()).contains(SONARR);
        assertThat(form.name().get()).isEqualTo("Sonarr");
        assertThat(fakes.connectionTests.calls).containsExactly("recognise http://cellar.lan:8989/");
    }

    @Test
    void sendsAPastedKeyOnlyAfterTheKindIsKnown() {
        fakes.tasks.hold();
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();
        form.address().set("http://attic.lan:7878");
        secret(form).text().set(KEY);

        assertThat(fakes.connectionTests.calls).isEmpty();
        while (fakes.tasks.waiting() > 0) {
            fakes.tasks.runNext();
        }

        assertThat(secret(form).name()).isEqualTo("apiKey");
        assertThat(secret(form).text().get()).isEqualTo(KEY);
        assertThat(fakes.connectionTests.calls)
                .containsExactly("recognise http://attic.lan:7878/", "diagnose Radarr", "test Radarr");
        assertThat(form.test().get()).isInstanceOf(FormTest.Passed.class);
    }

    @Test
    void takesAddressAndKeyFromOnePaste() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();

        form.address().set("attic.lan:7878 " + KEY);

        assertThat(form.address().get()).isEqualTo("http://attic.lan:7878");
        assertThat(secret(form).text().get()).isEqualTo(KEY);
        assertThat(form.mustBeTyped()).isZero();
    }

    @Test
    void savesAfterTheTestThatEnterStarted() {
        fakes.tasks.hold();
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();
        form.address().set("http://attic.lan:7878");
        secret(form).text().set(KEY);
        form.submit(After.OPEN);
        while (fakes.tasks.waiting() > 0) {
            fakes.tasks.runNext();
        }

        assertThat(saved).hasSize(1);
        assertThat(saved.getFirst().after()).isEqualTo(After.OPEN);
        assertThat(saved.getFirst().instance().kind()).isEqualTo(RADARR);
        assertThat(form.waiting().get()).isFalse();
    }

    @Test
    void aRefusedKeyIsToldAtItsFieldAndSentOnce() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        fakes.connectionTests.diagnosis = InstancePicturesTest.refusedKey();
        var form = add();
        form.address().set("http://attic.lan:7878");
        secret(form).text().set(KEY);
        form.submit(After.OPEN);

        assertThat(saved).isEmpty();
        assertThat(form.problems().get("secret:apiKey"))
                .isEqualTo("Refused by Radarr. Goes only to Radarr at attic.lan:7878.");
        assertThat(fakes.connectionTests.calls).doesNotContain("test Radarr");
        assertThat(((FormTest.Failed) form.test().get()).code()).contains(FaultCode.SECRET_REFUSED);
        assertThat(form.firstInvalid().get()).contains("secret:apiKey");

        form.saveUntested(After.OPEN);
        assertThat(saved).hasSize(1);
    }

    @Test
    void whyASettingCannotBeIsSaidInTheLanguageOfTheWindow() {
        var form = open(new FormPurpose.Add(Optional.empty()), Locale.GERMAN);
        form.chooseKind(new KindId("qbittorrent"));
        var field = form.kindFields().stream()
                .filter(one -> one.name().equals("hostHeader"))
                .findFirst()
                .orElseThrow();
        field.text().set("nas lan");
        form.saveUntested(After.OPEN);

        assertThat(form.problems().get("setting:hostHeader")).isEqualTo("ist kein Hostname, mit oder ohne Port");
    }

    @Test
    void offersTheProductThatReallyAnswers() {
        answers(SONARR, "Sonarr", "http://nas.lan:9090/");
        var form = add();
        form.address().set("http://nas.lan:9090");
        form.chooseKind(RADARR);

        assertThat(form.otherKind()).contains(SONARR);
        form.chooseKind(SONARR);
        assertThat(form.otherKind()).isEmpty();
    }

    @Test
    void aNameOfTheSameKindIsTakenWithoutRegardToCase() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();
        form.address().set("http://attic.lan:7878");
        form.name().set("radarr hd");
        form.saveUntested(After.OPEN);

        assertThat(saved).isEmpty();
        assertThat(form.problems()).containsKey("name");
        assertThat(form.firstInvalid().get()).contains("name");
    }

    @Test
    void theNameTheServiceGivesItselfIsProposed() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var identity = new RemoteIdentity("Radarr", "5.26.2", "Attic films", "", new TreeMap<>());
        fakes.connectionTests.result = Optional.of(new TestResult(
                Optional.empty(),
                true,
                Optional.empty(),
                "It answers.",
                "",
                Optional.of(identity),
                OptionalLong.of(12),
                FakeServices.NOW,
                Optional.empty(),
                Optional.empty(),
                List.of()));
        var form = add();
        form.address().set("http://attic.lan:7878");
        secret(form).text().set(KEY);

        assertThat(form.name().get()).isEqualTo("Attic films");
    }

    @Test
    void anEditIsRefusedAfterTheInstanceChangedElsewhere() throws Exception {
        var form = open(new FormPurpose.Edit(the("R1")));
        form.notes().set("typed here");
        fakes.instances.rename(the("R1").id(), "Radarr Cellar", Consent.none(Origin.WINDOW));

        assertThat(form.changedSince().get()).isPresent();
        form.submit(After.STAY);

        assertThat(saved).isEmpty();
        assertThat(form.failure().get()).isPresent();
        form.reload();
        assertThat(form.name().get()).isEqualTo("Radarr Cellar");
        assertThat(form.changedSince().get()).isEmpty();
    }

    @Test
    void anEditNobodyTypedInShowsTheNewValuesByItself() throws Exception {
        var form = open(new FormPurpose.Edit(the("R1")));
        fakes.instances.rename(the("R1").id(), "Radarr Cellar", Consent.none(Origin.WINDOW));

        assertThat(form.name().get()).isEqualTo("Radarr Cellar");
        assertThat(form.changedSince().get()).isEmpty();
    }

    @Test
    void anEditOfTheLookNeedsNoTestAndKeepsTheSecret() {
        var form = open(new FormPurpose.Edit(the("R1")));
        form.tags().set("films, kids");
        form.submit(After.STAY);

        assertThat(saved).hasSize(1);
        assertThat(the("R1").configuration().tags()).containsExactly("films", "kids");
        assertThat(fakes.connectionTests.calls).isEmpty();
        assertThat(form.dirty()).isFalse();
    }

    @Test
    void aTrustedCertificateIsPinnedAndTestedAgain() {
        answers(RADARR, "Radarr", "https://attic.lan/");
        var form = add();
        form.address().set("https://attic.lan");
        form.trustCertificate("ab".repeat(32));
        form.saveUntested(After.OPEN);

        assertThat(saved.getFirst().instance().configuration().connection().trust())
                .isEqualTo(new Connection.TlsTrust.Pinned("ab".repeat(32)));
        assertThat(fakes.connectionTests.calls).contains("diagnose Radarr");
    }

    @Test
    void aCopyAsksForAnAddressAndHasItsOwnName() {
        var form = open(new FormPurpose.Clone(the("R4")));

        assertThat(form.address().get()).isEmpty();
        assertThat(form.name().get()).isEqualTo("Radarr 4K 2");
        assertThat(form.group().get()).isEqualTo("Media");
        assertThat(fakes.instances.fleet().get().live())
                .extracting(one -> one.configuration().monogram())
                .as("letters of its own")
                .doesNotContain(form.monogram().get());
        assertThat(form.editing()).isEmpty();
    }

    @Test
    void theNextOneKeepsHostGroupAndGuard() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();
        form.address().set("http://attic.lan:7878");
        form.group().set("Media");

        var next = open(form.another());

        assertThat(next.address().get()).isEqualTo("http://attic.lan:");
        assertThat(next.group().get()).isEqualTo("Media");
    }

    @Test
    void closingForgetsWhatWasTypedAsSecret() {
        answers(RADARR, "Radarr", "http://attic.lan:7878/");
        var form = add();
        form.address().set("http://attic.lan:7878");
        var typed = secret(form).text();
        typed.set(KEY);

        form.close();

        assertThat(typed.get()).isEmpty();
    }

    /// Bar E2: what must be typed.
    @Test
    void onlyAddressAndSecretMustBeTyped() {
        var form = add();
        assertThat(form.mustBeTyped()).isEqualTo(2); // the address, and a secret of unknown kind
        for (var expected : List.of("radarr 1", "homeassistant 1", "stash 1", "qbittorrent 1")) {
            var kind = new KindId(expected.split(" ")[0]);
            answers(kind, kind.value(), "http://attic.lan:7878/");
            var known = add();
            known.address().set("http://attic.lan:7878");
            assertThat(known.mustBeTyped()).as(expected).isEqualTo(Long.parseLong(expected.split(" ")[1]));
        }
    }
}
