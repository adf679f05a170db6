package io.meshws.internal.identity;

import io.meshws.Authenticator;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.command.Failures;
import io.meshws.internal.connection.Admission;
import io.meshws.internal.connection.Attention;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Logouts;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.Host;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.binding.JsonBinding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Has the application say who a client is before there is a connection. Thread-safe. */
public final class HandshakeCheck {
    /** What containers need between a handshake and the connection, with much to spare. */
    private static final Duration OPENING = Duration.ofMinutes(1);

    private final Optional<Authenticator> authenticator;
    private final long patience;
    private final JsonBinding json;
    private final ValueLimit metadataLimit;
    private final CommandScope scope;
    private final Attention attention;
    private final Logouts logouts;
    private final FailureLog log;
    private final Failures failures;
    private final Host host;
    private final SignIn signIn;
    /** The checks of those whose connection is yet to open, with the time by which it must. */
    private final Map<Logouts.Check, Long> opening = new ConcurrentHashMap<>();

    public HandshakeCheck(
            MeshConfig config,
            Optional<Authenticator> authenticator,
            JsonBinding json,
            CommandScope scope,
            Attention attention,
            Logouts logouts,
            FailureLog log,
            Host host,
            SignIn signIn) {
        this.authenticator = authenticator;
        this.patience = config.get(MeshProperty.AUTHENTICATION_TIMEOUT).toNanos();
        this.json = json;
        this.metadataLimit = ValueLimit.ofConnectionMetadata(config);
        this.scope = scope;
        this.attention = attention;
        this.logouts = logouts;
        this.log = log;
        this.failures = new Failures(log);
        this.host = host;
        this.signIn = signIn;
    }

    /**
     * Waits for the application, on the container's thread: a handshake has no other way to be answered later.
     *
     * @return the handshake, with what the application says to it
     * @throws HandshakeRefused if the client isn't let in
     */
    public Handshake of(Handshake handshake) {
        if (authenticator.isEmpty()) {
            return handshake;
        }
        Logouts.Check check = logouts.begin();
        Optional<Admission> known;
        try {
            known = ask(authenticator.get(), handshake)
                    .map(identity -> Admission.of(identity, json, metadataLimit, check));
        } catch (Exception e) {
            check.end();
            throw refused(handshake.remoteAddress(), e);
        }
        if (known.isEmpty()) {
            check.end();
            return handshake;
        }
        opening.put(check, host.nanos().getAsLong() + OPENING.toNanos());
        return handshake.of(known.get());
    }

    private HandshakeRefused refused(String address, Exception failure) {
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        Refusal refusal = Refusal.of(cause, failures, "", "The authenticator asked for a handshake from " + address);
        refusal.log(log, address);
        return new HandshakeRefused(refusal.httpStatus());
    }

    /** On a worker, because the application may hold its thread for good. */
    private Optional<Identity> ask(Authenticator application, Handshake handshake) throws Exception {
        CompletableFuture<Optional<Identity>> answer = new CompletableFuture<>();
        attention.hold();
        try {
            host.workers().execute(() -> ask(application, handshake, answer));
            Optional<Identity> identity = answer.get(patience, TimeUnit.NANOSECONDS);
            if (identity == null) {
                throw new IllegalStateException("The authenticator answered null");
            }
            return identity;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } finally {
            attention.release();
        }
    }

    private void ask(Authenticator application, Handshake handshake, CompletableFuture<Optional<Identity>> answer) {
        Runnable end = scope.begin();
        try {
            CompletionStage<Optional<Identity>> stage = application.authenticate(handshake);
            Attempt.of(() -> stage == null ? CompletableFuture.completedStage(null) : stage, answer);
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        } finally {
            end.run();
        }
    }

    /**
     * A client that the application knows connected.
     *
     * @param letIn lets it in
     */
    public void opened(Connection connection, Admission known, Consumer<Connection> letIn) {
        if (opening.remove(known.check()) == null) {
            connection.refuse(CloseCode.SERVER_ERROR);
            return;
        }
        if (!known.isOver()) {
            connection.metadata(known.metadata());
            signIn.remember(connection, known.left());
            letIn.accept(connection);
        }
        // Again, because the user may have been logged out while the connection was found by nobody.
        if (known.isOver()) {
            connection.refuse(CloseCode.NOT_SIGNED_IN);
        }
        known.check().end();
    }

    /** Forgets handshakes that no connection followed. Called about once a second. */
    public void tick(long now) {
        opening.forEach((check, deadline) -> {
            if (now - deadline > 0 && opening.remove(check) != null) {
                check.end();
            }
        });
    }
}
