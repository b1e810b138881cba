package io.pilothouse.tasks.alert;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.Delivery;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.alert.RemoteText;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.DeliveryRepository;
import io.pilothouse.tasks.secret.ProgramSecrets;
import io.pilothouse.tasks.settings.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Remote channels as the settings and the secrets have them. Thread-safe.
public final class SetUpChannels implements RemoteChannels {

    private static final int MOST = 200;

    /// Sends one message.
    @FunctionalInterface
    public interface Sender {

        /// @return what the server answered
        String send(RemoteSetup setup, Secrets secrets, RemoteText text)
                throws ConnectorException, InterruptedException;
    }

    private final Settings settings;
    private final ProgramSecrets secrets;
    private final Sender sender;
    private final AlertSpeech speech;
    private final DeliveryRepository deliveries;
    private final InstantSource clock;

    public SetUpChannels(
            Settings settings,
            ProgramSecrets secrets,
            Sender sender,
            AlertSpeech speech,
            DeliveryRepository deliveries,
            InstantSource clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.sender = sender;
        this.speech = speech;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    private static String owner(AlertChannel channel) {
        return "channel/" + channel.word();
    }

    @Override
    public Optional<RemoteSetup> setup(AlertChannel channel) {
        return settings.get(AlertSettings.setup(channel));
    }

    /// @return those that are set up
    Set<AlertChannel> ready() {
        return AlertChannel.REMOTE.stream()
                .filter(channel -> setup(channel).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> secrets(AlertChannel channel) {
        return secrets.fieldsOfProgram(owner(channel));
    }

    @Override
    public void setUp(RemoteSetup setup, Map<String, Optional<Secret>> changes) throws ProblemException {
        secrets.changeOfProgram(owner(setup.channel()), changes);
        settings.set(AlertSettings.setup(setup.channel()), Optional.of(setup));
    }

    @Override
    public void remove(AlertChannel channel) throws ProblemException {
        settings.reset(AlertSettings.setup(channel));
        secrets.changeOfProgram(
                owner(channel),
                secrets(channel).stream().collect(Collectors.toMap(field -> field, _ -> Optional.empty())));
    }

    @Override
    public String test(RemoteSetup setup, Map<String, Optional<Secret>> changes)
            throws ProblemException, InterruptedException {
        var all = new HashMap<>(secrets.readOfProgram(owner(setup.channel())).byField());
        changes.forEach(
                (field, value) -> value.ifPresentOrElse(secret -> all.put(field, secret), () -> all.remove(field)));
        return send(setup, new Secrets(all), speech.test(clock.instant()));
    }

    /// @return what the server answered
    String send(RemoteSetup setup, RemoteText text) throws ProblemException, InterruptedException {
        return send(setup, secrets.readOfProgram(owner(setup.channel())), text);
    }

    private String send(RemoteSetup setup, Secrets known, RemoteText text)
            throws ProblemException, InterruptedException {
        try {
            return sender.send(setup, known, text);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    @Override
    public List<Delivery> deliveries(Instant since) {
        return deliveries.since(since, MOST);
    }
}
