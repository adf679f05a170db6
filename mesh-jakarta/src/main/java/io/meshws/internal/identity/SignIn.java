package io.meshws.internal.identity;

import io.meshws.AuthenticationMode;
import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Admission;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Logouts;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.Environment;
import io.meshws.internal.limit.Places;
import io.meshws.internal.time.Agenda;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Signs clients in by {@code mesh/authenticate}, and keeps those outside that still have to. Thread-safe.
 *
 * <p>The thread that takes a connection out of {@link #outside} decides about it, so a late answer has no effect.
 */
public final class SignIn {
    private final boolean required;
    private final long patience;
    private final AuthenticatorCalls authenticator;
    private final Logouts logouts;
    private final FailureLog log;
    private final LongSupplier nanos;
    private final Consumer<Connection> letIn;
    /** Clients that have to sign in, with the time by which they must. */
    private final Map<Connection, Long> outside = new ConcurrentHashMap<>();
    /** When the identities end that do. */
    private final Map<Connection, Long> ends = new ConcurrentHashMap<>();
    /** One for each connection at most. */
    private final Map<Connection, SignInAttempt> attempts = new ConcurrentHashMap<>();

    private final Agenda<Connection> agenda;

    /** @param letIn called once for a client that had to sign in and did, before it's told */
    public SignIn(
            MeshConfig config,
            AuthenticatorCalls authenticator,
            Logouts logouts,
            FailureLog log,
            Environment environment,
            Consumer<Connection> letIn) {
        this.required = config.get(MeshProperty.AUTHENTICATION) == AuthenticationMode.REQUIRED;
        this.patience = config.get(MeshProperty.AUTHENTICATION_TIMEOUT).toNanos();
        this.authenticator = authenticator;
        this.logouts = logouts;
        this.log = log;
        this.nanos = environment.nanos();
        this.agenda = new Agenda<>(environment.scheduler(), nanos, connection -> expire(connection, nanos.getAsLong()));
        this.letIn = letIn;
    }

    /** Whether a client that just connected has to sign in before anything else. */
    public boolean isNeeded(Connection connection) {
        return required && connection.principal().isEmpty();
    }

    /** A client connected that has to sign in; its time begins. */
    public void await(Connection connection) {
        long deadline = nanos.getAsLong() + patience;
        outside.put(connection, deadline);
        agenda.soon(connection, deadline);
    }

    /** A client is gone. */
    public void closed(Connection connection) {
        outside.remove(connection);
        ends.remove(connection);
        SignInAttempt attempt = attempts.remove(connection);
        if (attempt != null) {
            attempt.check().end();
        }
    }

    /** The clients that have to sign in and didn't yet. */
    public Iterable<Connection> outside() {
        return outside.keySet();
    }

    /**
     * A client sent its credential.
     *
     * @param id of the request; null if the client waits for no reply
     */
    public void authenticate(Connection connection, Long id, JsonValue payload) {
        JsonValue credential = payload instanceof JsonObject object ? object.get("credential") : null;
        if (!authenticator.isPresent()) {
            SignInAttempt.answer(connection, id, ErrorCode.ENOTFOUND.body("The application has nothing to sign in to"));
        } else if (credential == null) {
            SignInAttempt.answer(connection, id, ErrorCode.EPAYLOAD.body("payload.credential: expected a value"));
        } else {
            SignInAttempt attempt = new SignInAttempt(connection, id, nanos.getAsLong() + patience, logouts.begin());
            if (attempts.putIfAbsent(connection, attempt) == null) {
                agenda.soon(connection, attempt.deadline());
                ask(attempt, credential);
            } else {
                attempt.check().end();
                attempt.answer(ErrorCode.EBUSY.body("Another attempt to sign in is under way"));
            }
        }
    }

    private void ask(SignInAttempt attempt, JsonValue credential) {
        authenticator.ask(attempt.connection(), credential).whenComplete((identity, failure) -> {
            if (failure == null) {
                decided(attempt, identity);
            } else {
                failed(attempt, failure);
            }
        });
    }

    private void decided(SignInAttempt attempt, Optional<Identity> identity) {
        Admission admission;
        try {
            admission = admission(attempt, identity);
        } catch (RuntimeException e) {
            failed(attempt, e);
            return;
        }
        if (attempts.remove(attempt.connection(), attempt)) {
            admit(attempt, admission);
            attempt.check().end();
        }
    }

    /** @throws CommandException if the client isn't who it has to be */
    private Admission admission(SignInAttempt attempt, Optional<Identity> identity) {
        Admission admission = authenticator
                .admission(identity, attempt.check())
                .orElseThrow(() -> notSignedIn("The credential was refused"));
        Optional<Principal> known = attempt.connection().principal();
        if (known.isPresent() && !known.get().getName().equals(admission.user())) {
            throw notSignedIn("The connection belongs to another user");
        }
        try {
            attempt.connection().takePlaceFor(admission.user());
        } catch (Places.NoPlace e) {
            HandshakeCheck.tell(log, attempt.connection().remoteAddress(), e);
            throw new CommandException(ErrorCode.ECONNECTIONS, "The user has too many connections");
        }
        return admission;
    }

    private static CommandException notSignedIn(String why) {
        return new CommandException(ErrorCode.EUNAUTHENTICATED, why);
    }

    /** The attempt is no longer among {@link #attempts}; its check ends after this. */
    private void admit(SignInAttempt attempt, Admission admission) {
        Connection connection = attempt.connection();
        boolean wasOutside = outside.remove(connection) != null;
        if (!wasOutside && !connection.isIn()) {
            return;
        }
        if (!admission.isOver()) {
            connection.signedIn(admission);
            remember(connection, admission.left());
            if (wasOutside) {
                connection.metadata(admission.metadata());
                letIn.accept(connection);
            }
        }
        // Again, because the user may have been logged out while the connection could not be found.
        if (admission.isOver()) {
            refuse(attempt, Refusal.of("The user was logged out meanwhile"));
        } else {
            attempt.succeed(admission.user());
        }
    }

    /** An identity that ends has to be renewed by then. */
    void remember(Connection connection, Optional<Duration> left) {
        if (left.isPresent()) {
            long end = nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(left.get());
            ends.put(connection, end);
            agenda.soon(connection, end);
            if (!connection.isOpen()) {
                ends.remove(connection);
            }
        } else {
            ends.remove(connection);
        }
    }

    private void failed(SignInAttempt attempt, Throwable failure) {
        String client = attempt.connection().id();
        if (attempts.remove(attempt.connection(), attempt)) {
            refuse(attempt, authenticator.refusal(failure, client, "connection " + client));
        }
    }

    /** The attempt is no longer among {@link #attempts}. */
    private void refuse(SignInAttempt attempt, Refusal refusal) {
        Connection connection = attempt.connection();
        outside.remove(connection);
        attempt.check().end();
        refusal.log(log, connection.remoteAddress());
        attempt.answer(refusal.error());
        connection.refuse(refusal.closeCode());
    }

    /** Ends sign-ins that take too long. Called about once a second. */
    public void tick(long now) {
        for (Map<Connection, ?> some : List.of(attempts, ends, outside)) {
            some.keySet().forEach(connection -> expire(connection, now));
        }
    }

    private void expire(Connection connection, long now) {
        SignInAttempt attempt = attempts.get(connection);
        if (attempt != null && isOver(connection, attempt.deadline(), now) && attempts.remove(connection, attempt)) {
            refuse(attempt, Refusal.later(ErrorCode.ETIMEOUT, "Signing in took too long"));
        }
        Long end = ends.get(connection);
        if (end != null && isOver(connection, end, now) && ends.remove(connection, end)) {
            connection.refuse(CloseCode.EXPIRED);
        }
        Long deadline = outside.get(connection);
        if (deadline != null
                && isOver(connection, deadline, now)
                && !attempts.containsKey(connection)
                && outside.remove(connection) != null) {
            SignInAttempt.answer(
                    connection, null, ErrorCode.EUNAUTHENTICATED.body("The client did not sign in in time"));
            connection.refuse(CloseCode.NOT_SIGNED_IN);
        }
    }

    private boolean isOver(Connection connection, long deadline, long now) {
        boolean over = now - deadline >= 0;
        if (!over) {
            agenda.soon(connection, deadline);
        }
        return over;
    }

    /** Called when this instance stops. */
    public void stop() {
        agenda.stop();
    }
}
