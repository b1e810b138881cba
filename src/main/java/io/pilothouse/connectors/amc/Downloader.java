package io.pilothouse.connectors.amc;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Reads the files of a result at their signed addresses (section 16.1): exactly as received, without
/// any header of Amazon's API. An address is a secret; it stands in no message.
final class Downloader {

    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(60);
    private static final Duration AT_ALL = Duration.ofMinutes(30);

    private final InstanceHttp api;
    private final String label;

    Downloader(InstanceHttp api, String label) {
        this.api = api;
        this.label = label;
    }

    /// @return false if the address has expired
    boolean download(Secret address, OutputStream to) throws AmcException, IOException, InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create(address.value()))
                    .timeout(WITHOUT_PROGRESS)
                    .GET()
                    .build();
            var response = api.client().send(request, BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                return switch (response.statusCode() / 100) {
                    case 2 -> {
                        copy(body, to);
                        yield true;
                    }
                    case 5 -> throw trouble(AmcCode.SERVER_ERROR, "answered " + response.statusCode());
                    default -> {
                        if (response.statusCode() == 403) {
                            yield false;
                        }
                        throw trouble(AmcCode.REQUEST_INVALID, "answered " + response.statusCode());
                    }
                };
            }
        } catch (ConnectorException e) {
            throw AmcException.of(
                    AmcCode.NETWORK, e.problem().summary(), e.problem().advice());
        } catch (Unwritable e) {
            throw e.failure();
        } catch (IOException _) { // its message may hold the address
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw trouble(AmcCode.NETWORK, "broke off");
        }
    }

    private static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient IOException failure;

        Unwritable(IOException failure) {
            super(failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }

    private static void copy(InputStream body, OutputStream to) throws IOException {
        var read = new AtomicLong();
        var ended = new CompletableFuture<Void>();
        watch(body, read, -1, System.nanoTime(), ended);
        var buffer = new byte[64 << 10];
        try {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                read.addAndGet(count);
                try {
                    to.write(buffer, 0, count);
                } catch (IOException e) {
                    throw new Unwritable(e);
                }
            }
        } finally {
            ended.complete(null);
        }
    }

    /// Closes a body of which nothing comes any more; its reader then fails.
    private static void watch(
            InputStream body, AtomicLong read, long before, long began, CompletableFuture<Void> ended) {
        CompletableFuture.delayedExecutor(WITHOUT_PROGRESS.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> {
                    if (ended.isDone()) {
                        return;
                    }
                    boolean tooLong =
                            Duration.ofNanos(System.nanoTime() - began).compareTo(AT_ALL) > 0;
                    if (read.get() == before || tooLong) {
                        try {
                            body.close();
                        } catch (IOException _) {
                            // the reader fails all the same
                        }
                    } else {
                        watch(body, read, read.get(), began, ended);
                    }
                });
    }

    private AmcException trouble(AmcCode code, String what) {
        return AmcException.of(
                code, "The store of results for " + label + " " + what + ".", "Fetch the result again later.");
    }
}
