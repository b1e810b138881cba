package io.pilothouse.ui.amc;

import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.amc.Consents;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.WindowContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// How a person gives a consent: their browser opens Amazon's page, and they copy the address on which it
/// ends. With a return address on this computer the browser comes back by itself; else nothing listens.
/// FX thread only.
final class ConsentSteps extends VBox {

    private final WindowContext window;
    private final Function<String, Optional<Work<Consents.Asked>>> asking;
    private final BiConsumer<Consents.Asked, String> landing;
    private final TextField returnUrl = new TextField("https://amazon.com");
    private final TextField page = new TextField();
    private final TextField landed = new TextField();
    private final Label words = new Label();
    private final Button go = new Button();
    private final Latest waiting;
    private Consents.@Nullable Asked asked;

    /// @param verb    what becomes of the consent, on the button that ends the steps
    /// @param asking  how to ask for a consent with a return address; empty while something else is missing
    /// @param landing hears where the browser ended
    ConsentSteps(
            WindowContext window,
            String verb,
            Function<String, Optional<Work<Consents.Asked>>> asking,
            BiConsumer<Consents.Asked, String> landing) {
        super(10);
        this.window = window;
        this.asking = asking;
        this.landing = landing;
        waiting = new Latest(window.services().fx());
        returnUrl.setId("consent-return");
        returnUrl.setAccessibleText(text("amc.consent.return"));
        page.setEditable(false);
        page.setId("consent-page");
        page.setAccessibleText(text("amc.consent.page"));
        page.setTooltip(new Tooltip(text("amc.consent.page")));
        page.visibleProperty().bind(page.textProperty().isNotEmpty());
        page.managedProperty().bind(page.visibleProperty());
        landed.setId("consent-landed");
        landed.setAccessibleText(text("amc.consent.landed"));
        landed.setPromptText(text("amc.consent.landed"));
        landed.textProperty().addListener((_, _, typed) -> go.setDisable(asked == null || typed.isBlank()));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        go.setText(verb);
        go.setGraphic(new Icon(Octicons.CHECK_16));
        go.setId("amc-consent-go");
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.getStyleClass().add("accent");
        go.setDisable(true);
        go.setOnAction(_ -> go());
        var browse = new Button(text("amc.consent.browse"), new Icon(Octicons.LINK_EXTERNAL_16));
        browse.setId("amc-consent-browse");
        browse.setMinWidth(Region.USE_PREF_SIZE);
        browse.setOnAction(_ -> browse());
        var returns = new Label(text("amc.consent.return"));
        returns.setLabelFor(returnUrl);
        getChildren().setAll(returns, returnUrl, browse, page, Desk.wrapped(text("amc.consent.copy")), landed, words);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                waiting.cancel(); // the dialog was closed: nothing waits any more
            }
        });
    }

    /// @return the button that ends the steps, wherever it stands
    Button button() {
        return go;
    }

    private void browse() {
        waiting.cancel(); // a page that was opened before answers no more
        words.setText("");
        asking.apply(returnUrl.getText().strip())
                .ifPresent(work -> window.background()
                        .act("amc-consent", "ask for a consent of Amazon", Optional.empty(), work, this::opened));
    }

    private void opened(Consents.Asked consent) {
        if (getScene() == null) {
            return; // the dialog was closed meanwhile
        }
        asked = consent;
        page.setText(consent.page());
        go.setDisable(landed.getText().isBlank());
        window.services().browser().accept(URI.create(consent.page()));
        if (Consents.comesBackHere(consent.returnUrl())) {
            await(consent);
        }
    }

    /// The browser comes back by itself; closing the dialog ends the waiting.
    private void await(Consents.Asked consent) {
        words.setText(text("amc.consent.waiting", consent.returnUrl()));
        waiting.<String>start(
                () -> window.background()
                        .read(
                                "wait for a consent of Amazon",
                                List.of(),
                                _ -> window.services().amc().get().consents().awaitReturn(consent)),
                outcome -> Desk.settled(
                        outcome,
                        address -> {
                            words.setText("");
                            landed.setText(address);
                            go();
                        },
                        problem -> words.setText(window.texts().said(problem))));
    }

    private void go() {
        var consent = asked;
        if (consent != null) {
            landing.accept(consent, landed.getText().strip());
        }
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
