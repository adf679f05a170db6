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
import io.meshws.internal.limit.Places;
import io.meshws.internal.limit.Refusals;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.JsonBinding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Finds out whether there is a place for a client, and has the application say who it is, before there is a connection.
 * Thread-safe.
 */
public final class HandshakeCheck {
    /** What containers need between a handshake and the connection, with much to spare. */
    private static final Duration OPENING = Duration.ofMinutes(1);

    private static final FailureLog.Message NO_PLACE = new FailureLog.Message(
            System.getLogger("io.meshws.internal.identity"), System.Logger.Level.WARNING, "MESH-0412");

    private static final int UNAVAILABLE = 503;

    private final Optional<Authenticator> authenticator;
    /** One for each check that holds a thread of the container, of the application, or both. */
    private final Semaphore underWay;

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
    private final Places places;
    private final Refusals refusals;
    /** Handshakes whose connection has yet to open. */
    private final Map<Places.Place, Pending> opening = new ConcurrentHashMap<>();

    /** @param deadline by which the connection must open */
    private record Pending(Logouts.Check check, long deadline) {}

    public HandshakeCheck(
            MeshConfig config,
            Optional<Authenticator> authenticator,
            JsonBinding json,
            CommandScope scope,
            Attention attention,
            Logouts logouts,
            FailureLog log,
            Host host,
            SignIn signIn,
            Refusals refusals) {
        this.authenticator = authenticator;
        this.underWay = new Semaphore(config.get(MeshProperty.MAX_HANDSHAKE_CHECKS));
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
        this.places = new Places(config, refusals);
        this.refusals = refusals;
    }

    /**
     * Waits for the application, on the container's thread: a handshake has no other way to be answered later.
     *
     * @return the handshake, with its place and what is known of the client
     * @throws HandshakeRefused if the client isn't let in; nothing is left of the handshake
     */
    public Handshake of(Handshake handshake) {
        Places.Place place;
        try {
            place = places.take(handshake.remoteAddress());
        } catch (Places.NoPlace e) {
            throw refused(handshake.remoteAddress(), e);
        }
        Logouts.Check check = logouts.begin();
        boolean isKept = false;
        try {
            Optional<Admission> known = known(handshake, check);
            known.map(Admission::user).ifPresent(place::takeFor);
            opening.put(place, new Pending(check, host.nanos().getAsLong() + OPENING.toNanos()));
            isKept = true;
            return handshake.of(known, place);
        } catch (Places.NoPlace e) {
            throw refused(handshake.remoteAddress(), e);
        } catch (HandshakeRefused e) {
            throw e;
        } catch (Exception e) {
            throw refused(handshake.remoteAddress(), e);
        } finally {
            if (!isKept) {
                place.leave();
                check.end();
            }
        }
    }

    /** The application prevails over the server. */
    private Optional<Admission> known(Handshake handshake, Logouts.Check check) throws Exception {
        return ask(handshake)
                .map(identity -> Admission.of(identity, json, metadataLimit, check))
                .or(() -> handshake.principal().map(user -> Admission.ofServer(user, handshake.roles(), check)));
    }

    private HandshakeRefused refused(String address, Places.NoPlace full) {
        tell(log, address, full);
        return refused(full.httpStatus(), full.limit());
    }

    private HandshakeRefused refused(int status, String reason) {
        refusals.refused(status);
        return new HandshakeRefused(status, reason);
    }

    static void tell(FailureLog log, String address, Places.NoPlace full) {
        String client = full.isOfInstance() ? "" : address;
        log.add(NO_PLACE, full.getMessage(), client, "Refused a client at " + address + ": " + full.getMessage(), null);
    }

    private HandshakeRefused refused(String address, Exception failure) {
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        Refusal refusal = Refusal.of(cause, failures, "", "The authenticator asked for a handshake from " + address);
        refusal.log(log, address);
        boolean isLate = failure instanceof TimeoutException;
        return refused(
                refusal.httpStatus(),
                isLate ? ErrorCode.ETIMEOUT.name() : refusal.error().code());
    }

    /** On a worker, because the application may hold its thread for good. */
    private Optional<Identity> ask(Handshake handshake) throws Exception {
        if (authenticator.isEmpty()) {
            return Optional.empty();
        }
        if (!underWay.tryAcquire()) {
            String text = "Refused a handshake, because as many are being checked as "
                    + MeshProperty.MAX_HANDSHAKE_CHECKS + " allows";
            log.add(NO_PLACE, "checks", "", text, null);
            refusals.reached(MeshProperty.MAX_HANDSHAKE_CHECKS);
            throw refused(UNAVAILABLE, MeshProperty.MAX_HANDSHAKE_CHECKS.toString());
        }
        CompletableFuture<Optional<Identity>> answer = new CompletableFuture<>();
        CompletableFuture<Void> returned = new CompletableFuture<>();
        attention.hold();
        try {
            host.workers().execute(() -> {
                try {
                    ask(authenticator.get(), handshake, answer);
                } finally {
                    returned.complete(null);
                }
            });
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
            // Nobody waits any more: a check that has not begun never does.
            answer.cancel(false);
            returned.thenRun(underWay::release);
        }
    }

    private void ask(Authenticator application, Handshake handshake, CompletableFuture<Optional<Identity>> answer) {
        if (answer.isDone()) {
            return;
        }
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
     * A client connected.
     *
     * @return its handshake; without a place if the client can't stay, because there is none or it came too late
     */
    public Handshake followed(Handshake handshake) {
        if (handshake.place().isPresent()) {
            Pending pending = opening.remove(handshake.place().get());
            if (pending == null) {
                return handshake.withoutPlace();
            }
            if (handshake.admission().isEmpty()) {
                pending.check().end();
            }
            return handshake;
        }
        // Its container doesn't ask before it answers the handshake.
        try {
            return handshake.of(Optional.empty(), places.take(handshake.remoteAddress()));
        } catch (Places.NoPlace e) {
            tell(log, handshake.remoteAddress(), e);
            return handshake;
        }
    }

    /**
     * A client that is known connected.
     *
     * @param letIn lets it in
     */
    public void opened(Connection connection, Admission known, Consumer<Connection> letIn) {
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
        opening.forEach((place, pending) -> {
            if (now - pending.deadline() > 0 && opening.remove(place) != null) {
                place.leave();
                pending.check().end();
            }
        });
    }
}
