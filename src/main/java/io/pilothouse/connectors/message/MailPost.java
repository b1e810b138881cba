package io.pilothouse.connectors.message;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.RequestContext;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.alert.RemoteText;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.secret.Secret;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Sends a message by e-mail. Thread-safe.
final class MailPost {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RequestLog log;
    private final InstantSource clock;

    MailPost(RequestLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /// @return what the server said when it had taken the message
    String send(RemoteSetup.Mail setup, Optional<Secret> password, RemoteText text) throws ConnectorException {
        var began = clock.instant();
        var session = Session.getInstance(properties(setup));
        try (var transport = new SMTPTransport(session, null)) {
            var message = message(session, setup, text);
            transport.connect(
                    setup.host(),
                    setup.port(),
                    setup.user().isEmpty() ? null : setup.user(),
                    password.map(Secret::value).orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
            log(setup, began, 250, Optional.empty());
            return transport.getLastServerResponse().strip();
        } catch (MessagingException e) {
            var fault = fault(setup, e);
            log(setup, began, 0, Optional.of(fault.code()));
            throw fault;
        }
    }

    private static Properties properties(RemoteSetup.Mail setup) {
        var properties = new Properties();
        var limit = String.valueOf(LIMIT.toMillis());
        properties.put("mail.smtp.connectiontimeout", limit);
        properties.put("mail.smtp.timeout", limit);
        properties.put("mail.smtp.writetimeout", limit);
        properties.put("mail.smtp.auth", String.valueOf(!setup.user().isEmpty()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (setup.protection()) {
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case NONE -> {}
        }
        return properties;
    }

    private static MimeMessage message(Session session, RemoteSetup.Mail setup, RemoteText text)
            throws MessagingException {
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress(setup.from()));
        for (var one : setup.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(one));
        }
        message.setSubject(text.title(), StandardCharsets.UTF_8.name());
        message.setText(text.body(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(text.at()));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no answering machine answers it
        return message;
    }

    private static ConnectorException fault(RemoteSetup.Mail setup, MessagingException failure) {
        var label = setup.host();
        var said =
                failure.getMessage() == null ? "" : failure.getMessage().strip().replaceAll("\\s+", " ");
        var code =
                switch (failure) {
                    case AuthenticationFailedException _ -> FaultCode.SECRET_REFUSED;
                    case SendFailedException _ -> FaultCode.REFUSED;
                    default -> failure.getCause() == null ? FaultCode.SERVER_ERROR : FaultCode.NO_ANSWER;
                };
        return ConnectorException.of(
                        code,
                        switch (code) {
                            case NO_ANSWER -> label + " could not be spoken to at port " + setup.port() + ": " + said;
                            default -> label + " answered: " + said;
                        },
                        switch (code) {
                            case SECRET_REFUSED -> "Check the user name and the password.";
                            case NO_ANSWER -> "Check the server, its port and how the line is protected.";
                            default -> "Look at what the server says, then test again.";
                        })
                .causedBy(failure);
    }

    private void log(RemoteSetup.Mail setup, Instant began, int status, Optional<FaultCode> fault) {
        log.record(new RequestLog.Entry(
                began,
                Optional.empty(),
                RequestContext.currentTask(),
                "SMTP",
                "smtp://" + setup.host() + ":" + setup.port(),
                "/",
                status,
                Duration.between(began, clock.instant()),
                0,
                fault,
                true));
    }
}
