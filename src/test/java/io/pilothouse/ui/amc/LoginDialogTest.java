package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.Browser;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.amc.AccountSearch;
import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.AmcWindow;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.ui.action.ActionCall;
import io.pilothouse.ui.instances.InstanceForm;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first login of a window over an empty store: consented to in the browser or typed, it finds its
/// instances and adds what is ticked, without an id being typed (section 3.1, acceptance check 1).
class LoginDialogTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private FakeServices fakes;
    private ShellWindow window;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        fakes = new FakeServices(rig.clock());
        openDialog();
        type("login-address", rig.address().uri().toString());
        type("login-client", secret("clientId"));
        type("login-secret", secret("clientSecret"));
    }

    private void openDialog() {
        window = AmcWindow.open(rig, fakes, new Location.Program("marketing-cloud"));
        FxToolkit.run(() -> window.context().actions().run(InstanceForm.loginOf(new KindId("amc")), Optional.empty()));
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
        rig.close();
    }

    @Test
    void theAddressThatWasTypedBeforeGoesAlong() {
        FxToolkit.run(window::close);
        window = AmcWindow.open(rig, fakes, new Location.Program("marketing-cloud"));
        FxToolkit.run(() -> {
            window.context()
                    .actions()
                    .run(
                            InstanceForm.loginOf(new KindId("amc")),
                            new ActionCall(Optional.empty(), Origin.WINDOW, "https://advertising-api-eu.amazon.com/"));
            Routes.settle(fakes, window);
            assertThat(((ComboBox<?>) window.scene().lookup("#login-region")).getValue())
                    .isEqualTo("eu");
            assertThat(((TextField) window.scene().lookup("#login-address")).getText())
                    .isEqualTo("https://advertising-api-eu.amazon.com/");
        });
    }

    private String secret(String field) {
        return rig.secrets("A").find(field).map(Secret::value).orElseThrow();
    }

    private Node node(String id) {
        return window.scene().lookup("#" + id);
    }

    private void type(String id, String text) {
        FxToolkit.run(() -> ((TextField) node(id)).setText(text));
    }

    private void press(String id) {
        FxToolkit.run(() -> ((Button) node(id)).fire());
    }

    private void until(BooleanSupplier shown) throws InterruptedException {
        Eventually.that(() -> FxToolkit.call(() -> {
            fakes.later.pass(Duration.ofMillis(500));
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            return shown.getAsBoolean();
        }));
    }

    private List<String> found() {
        return node("amc-login").lookup("#table-rows") instanceof TableView<?> table
                ? table.getItems().stream()
                        .filter(AccountSearch.Found.class::isInstance)
                        .map(row -> ((AccountSearch.Found) row).facts().id().value())
                        .sorted()
                        .toList()
                : List.of();
    }

    private void addAll() throws InterruptedException {
        FxToolkit.run(() -> {
            var table = (TableView<?>) node("amc-login").lookup("#table-rows");
            table.requestFocus();
            table.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false));
        });
        until(() -> node("amc-import") instanceof Button button
                && button.getParent().isVisible());
        press("amc-import");
    }

    private List<Instance> stored() {
        return rig.engine().get().instances().fleet().get().live();
    }

    /// A secret goes to Amazon unless a person says otherwise, whatever other address an instance here has.
    @Test
    void amazonsOwnAddressIsProposed() throws Exception {
        var elsewhere = rig.add("Behind a proxy", "amcpilot001");
        assertThat(elsewhere.address()).isEqualTo(rig.address());

        assertThat(proposed("na")).isEqualTo("https://advertising-api.amazon.com");
        assertThat(proposed("eu")).isEqualTo("https://advertising-api-eu.amazon.com");
    }

    @Test
    void theDemoFleetProposesItsSimulator() throws Exception {
        rig.add("Main", "amcpilot001");
        FxToolkit.run(window::close);
        fakes.demo = true;
        openDialog();

        assertThat(proposed("eu")).isEqualTo(rig.address().uri().toString());
    }

    private String proposed(String region) {
        return FxToolkit.call(() -> {
            @SuppressWarnings("unchecked")
            var regions = (ComboBox<String>) node("login-region");
            regions.setValue("fe");
            regions.setValue(region);
            return ((TextField) node("login-address")).getText();
        });
    }

    /// What the person's browser does: opens Amazon's page, agrees, and goes where it is sent.
    private static void browse(URI page) throws IOException, InterruptedException {
        var browser = new Browser();
        var back = browser.send(browser.request(page)).headers().firstValue("Location");
        Eventually.that(() -> {
            try {
                return browser.send(browser.request(URI.create(back.orElseThrow())))
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false; // nobody listens yet
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aConsentInTheBrowserComesBackByItselfAndFindsEverything() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        type("consent-return", "http://127.0.0.1:" + port + "/back");
        press("amc-consent-browse");
        until(() -> !fakes.browsed.isEmpty());
        assertThat(fakes.browsed.getFirst().toString()).startsWith(rig.address().uri() + "ap/oa?client_id=");

        browse(fakes.browsed.getFirst());

        until(() -> found().size() == 7);
        assertThat(FxToolkit.call(this::found)).contains("amcpilot001", "amcpilot009");
        assertThat(FxToolkit.call(() -> node("amc-terms").isVisible())).isFalse();
        addAll();
        Eventually.that(() -> stored().size() == 7);
        assertThat(stored())
                .allSatisfy(it -> assertThat(it.configuration().settings())
                        .containsKey("consentedOn")
                        .doesNotContainEntry("entityId", ""));
        for (var instance : stored().stream()
                .filter(it -> it.name().equals("harbour us main"))
                .toList()) {
            rig.active(instance.id());
        }
    }

    @Test
    void theAddressTheBrowserEndedOnMayBePasted() throws Exception {
        press("amc-consent-browse");
        until(() -> !fakes.browsed.isEmpty());
        var browser = new Browser();
        var landed = browser.send(browser.request(fakes.browsed.getFirst()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(landed).startsWith("https://amazon.com?code=");
        type("consent-landed", landed);
        press("amc-consent-go");
        until(() -> found().size() == 7);
    }

    @Test
    void aHeldTokenFindsAndAnAccountThatIsNotListedIsAskedForByItsEntity() throws Exception {
        rig.simulate(it -> it.switches(switches -> switches.withSelfServiceHidden(true)));
        type(
                "login-client",
                rig.secrets("B").find("clientId").map(Secret::value).orElseThrow());
        type(
                "login-secret",
                rig.secrets("B").find("clientSecret").map(Secret::value).orElseThrow());
        FxToolkit.run(() -> ((RadioButton) node("login-by-token")).setSelected(true));
        type(
                "login-token",
                rig.secrets("B").find("refreshToken").map(Secret::value).orElseThrow());
        FxToolkit.run(() -> node("login-token").fireEvent(new ActionEvent())); // as Enter does
        until(() ->
                node("amc-objections") instanceof Labeled said && said.getText().contains("no instance"));
        assertThat(FxToolkit.call(() -> node("amc-terms").isVisible())).isTrue(); // never accepted from here

        type("amc-entity", "ENTITY1PH0USEC3");
        FxToolkit.run(() -> {
            @SuppressWarnings("unchecked")
            var country = (ComboBox<io.pilothouse.domain.amc.Marketplace>) node("amc-country");
            country.setValue(io.pilothouse.domain.amc.Marketplace.JP);
        });
        press("amc-look-there");
        until(() -> found().equals(List.of("amcpilot007")));

        type("amc-entity", "ENTITY1PH0FOREIGN"); // belongs to somebody else
        press("amc-look-there");
        until(() -> node("amc-objections") instanceof Labeled said
                && said.getText().contains("no instance of ENTITY1PH0FOREIGN in JP"));
        assertThat(FxToolkit.call(this::found)).containsExactly("amcpilot007");
    }

    /// Bar E2: the first account needs at most five fields, and Amazon's own address none; each further instance of
    /// it is one choice.
    @Test
    void aFirstAccountNeedsThreeFieldsAndTheNextInstanceOneChoice() throws Exception {
        FxToolkit.run(() -> {
            window.context().dialogs().closeAll();
            window.context().actions().run(InstanceForm.loginOf(new KindId("amc")), Optional.empty());
        });
        assertThat(toType()).containsExactlyInAnyOrder("login-client", "login-secret");
        FxToolkit.run(() -> ((RadioButton) node("login-by-token")).setSelected(true));
        assertThat(toType()).containsExactlyInAnyOrder("login-client", "login-secret", "login-token");

        type("login-address", rig.address().uri().toString()); // the simulator stands elsewhere than Amazon
        type("login-client", secret("clientId"));
        type("login-secret", secret("clientSecret"));
        type("login-token", secret("refreshToken"));
        press("amc-accounts-find");
        until(() -> !foundRows().isEmpty());
        addOne("amcpilot001");
        Eventually.that(() -> stored().size() == 1);

        var first = stored().getFirst().id();
        FxToolkit.run(() -> window.context().navigation().goTo(first, "accounts"));
        until(() -> node("amc-accounts-find") != null);
        press("amc-accounts-find");
        until(() -> !foundRows().isEmpty());
        addOne("amcpilot009");
        Eventually.that(() -> stored().size() == 2);
    }

    private Optional<TableView<?>> foundTable() {
        return window.scene().getRoot().lookupAll("#table-rows").stream()
                .<TableView<?>>map(TableView.class::cast)
                .filter(table -> table.getItems().stream().anyMatch(AccountSearch.Found.class::isInstance))
                .findFirst();
    }

    private List<String> foundRows() {
        return foundTable().stream()
                .flatMap(table -> table.getItems().stream())
                .map(row -> ((AccountSearch.Found) row).facts().id().value())
                .toList();
    }

    /// One choice, and the button.
    private void addOne(String id) throws InterruptedException {
        FxToolkit.run(() -> {
            var table = foundTable().orElseThrow();
            table.requestFocus();
            table.getSelectionModel().clearAndSelect(foundRows().indexOf(id));
            table.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.SPACE, false, false, false, false));
        });
        until(() -> node("amc-import") instanceof Button button
                && button.getParent().isVisible());
        press("amc-import");
    }

    /// Fields that stay empty unless something special is wanted.
    private static final Set<String> OPTIONAL = Set.of("consent-landed", "table-filter", "amc-entity");

    /// @return what is empty and is to be typed; a day may be left out
    private List<String> toType() {
        return FxToolkit.call(() -> {
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            var empty = new ArrayList<String>();
            Routes.walk(node("amc-login"), it -> {
                if (it instanceof TextField field
                        && field.isEditable()
                        && field.getText().isBlank()
                        && !(field.getParent() instanceof DatePicker)
                        && !OPTIONAL.contains(field.getId())) {
                    empty.add(String.valueOf(field.getId()));
                }
            });
            return empty;
        });
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingIsSent() throws Exception {
        type("login-secret", "");
        press("amc-consent-browse");
        press("amc-accounts-find");
        until(() ->
                node("login-words") instanceof Labeled said && said.getText().contains("client secret"));
        type("login-secret", secret("clientSecret"));
        press("amc-accounts-find");
        until(() ->
                node("login-words") instanceof Labeled said && said.getText().contains("agree there"));
        rig.simulate(it -> assertThat(it.journal().entries()).isEmpty());
        assertThat(fakes.browsed).isEmpty();
    }
}
