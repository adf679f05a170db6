package io.meshws.internal.identity;

import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Admission;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Logouts;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.limit.Places;
import io.meshws.internal.limit.Refusals;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Finds out whether there is a place for a client, and has the application say who it is, before there is a connection.
 * Thread-safe.
 */
public final class HandshakeCheck {
    /** More time than any container needs between a handshake and the connection. */
    private static final Duration OPENING = Duration.ofMinutes(1);

    private static final FailureLog.Message NO_PLACE = new FailureLog.Message(
            System.getLogger("io.meshws.internal.identity"), System.Logger.Level.WARNING, "MESH-0412");

    private static final int UNAVAILABLE = 503;

    private final AuthenticatorCalls authenticator;
    /** One for each check that holds a thread of the container, of the application, or both. */
    private final Semaphore underWay;

    private final Logouts logouts;
    private final FailureLog log;
    private final LongSupplier nanos;
    private final SignIn signIn;
    private final Places places;
    private final Refusals refusals;
    /** Handshakes that have yet to open their connection. */
    private final Map<Places.Place, Pending> opening = new ConcurrentHashMap<>();

    /** @param deadline by which the connection must open */
    private record Pending(Logouts.Check check, long deadline) {}

    public HandshakeCheck(
            MeshConfig config,
            AuthenticatorCalls authenticator,
            Logouts logouts,
            FailureLog log,
            LongSupplier nanos,
            SignIn signIn,
            Refusals refusals) {
        this.authenticator = authenticator;
        this.underWay = new Semaphore(config.get(MeshProperty.MAX_HANDSHAKE_CHECKS));
        this.logouts = logouts;
        this.log = log;
        this.nanos = nanos;
        this.signIn = signIn;
        this.places = new Places(config, refusals);
        this.refusals = refusals;
    }

    /**
     * Waits for the application, on the container's thread: a handshake has no other way to be answered later.
     *
     * @return the handshake, with its place and the known data of the client
     * @throws HandshakeRefused if the client isn't let in; nothing is left of the handshake
     */
    public Handshake check(Handshake handshake) {
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
            opening.put(place, new Pending(check, nanos.getAsLong() + OPENING.toNanos()));
            isKept = true;
            return handshake.with(known, place);
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
        return authenticator
                .admission(ask(handshake), check)
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
        Refusal refusal = authenticator.refusal(cause, "", "a handshake from " + address);
        refusal.log(log, address);
        boolean isLate = failure instanceof TimeoutException;
        return refused(
                refusal.httpStatus(),
                isLate ? ErrorCode.ETIMEOUT.name() : refusal.error().code());
    }

    private Optional<Identity> ask(Handshake handshake) throws Exception {
        if (!authenticator.isPresent()) {
            return Optional.empty();
        }
        if (!underWay.tryAcquire()) {
            String text = "Refused a handshake, because as many are being checked as "
                    + MeshProperty.MAX_HANDSHAKE_CHECKS + " allows";
            log.add(NO_PLACE, "checks", "", text, null);
            refusals.reached(MeshProperty.MAX_HANDSHAKE_CHECKS);
            throw refused(UNAVAILABLE, MeshProperty.MAX_HANDSHAKE_CHECKS.toString());
        }
        return authenticator.await(handshake, underWay::release);
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
            return handshake.with(Optional.empty(), places.take(handshake.remoteAddress()));
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
        try {
            if (!known.isOver()) {
                connection.metadata(known.metadata());
                signIn.remember(connection, known.left());
                letIn.accept(connection);
            }
            // Again, because the user may have been logged out while the connection was found by nobody.
            if (known.isOver()) {
                connection.refuse(CloseCode.NOT_SIGNED_IN);
            }
        } finally {
            known.check().end();
        }
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
