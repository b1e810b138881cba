package io.pilothouse.connectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Collects a decoded body up to a size and within a time; beyond either the connection is dropped.
/// The time limit of `java.net.http` ends with the headers, so a body that drips for ever needs this.
final class BoundedBody implements BodySubscriber<byte[]> {

    /// The body is larger than was allowed.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// What happens to a body beyond its limit.
    enum Beyond {
        FAIL,
        CUT
    }

    private final long limit;
    private final Beyond beyond;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(long limit, Beyond beyond, Duration left) {
        this.limit = limit;
        this.beyond = beyond;
        body.orTimeout(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS).whenComplete((_, failure) -> {
            if (failure instanceof TimeoutException) {
                cancel();
            }
        });
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (body.isDone()) {
            given.cancel();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            if (body.isDone()) {
                return;
            }
            var room = (int) Math.min(buffer.remaining(), limit - collected.size());
            var bytes = new byte[room];
            buffer.get(bytes);
            collected.writeBytes(bytes);
            if (buffer.hasRemaining()) {
                switch (beyond) {
                    case CUT -> {
                        body.complete(collected.toByteArray());
                        cancel();
                    }
                    case FAIL -> end(new TooLarge());
                }
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }

    private void end(IOException failure) {
        if (body.completeExceptionally(failure)) {
            cancel();
        }
    }

    private synchronized void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
