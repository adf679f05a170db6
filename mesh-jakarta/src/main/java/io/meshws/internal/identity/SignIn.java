package io.meshws.internal.identity;

import io.meshws.AuthenticationMode;
import io.meshws.Authenticator;
import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.command.Failures;
import io.meshws.internal.connection.Attention;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Signs clients in by {@code mesh/authenticate}, and keeps those outside who have to and didn't. Thread-safe.
 *
 * <p>Whoever takes a connection out of {@link #outside} decides about it, so a late answer changes nothing.
 */
public final class SignIn {
    private final boolean required;
    private final long patience;
    private final Optional<Authenticator> authenticator;
    private final JsonBinding json;
    private final ValueLimit metadataLimit;
    private final CommandScope scope;
    private final Attention attention;
    private final Failures failures;
    private final LongSupplier nanos;
    private final Consumer<Connection> letIn;
    /** Those who have to sign in, with the time by which they must. */
    private final Map<Connection, Long> outside = new ConcurrentHashMap<>();
    /** When the identities end that do. */
    private final Map<Connection, Long> ends = new ConcurrentHashMap<>();
    /** One for each connection at most. */
    private final Map<Connection, Attempt> attempts = new ConcurrentHashMap<>();

    /** @param letIn called once for a client that had to sign in and did, before it's told */
    public SignIn(
            MeshConfig config,
            Optional<Authenticator> authenticator,
            JsonBinding json,
            CommandScope scope,
            Attention attention,
            Failures failures,
            LongSupplier nanos,
            Consumer<Connection> letIn) {
        this.required = config.get(MeshProperty.AUTHENTICATION) == AuthenticationMode.REQUIRED;
        this.patience = config.get(MeshProperty.AUTHENTICATION_TIMEOUT).toNanos();
        this.metadataLimit = ValueLimit.ofConnectionMetadata(config);
        this.authenticator = authenticator;
        this.json = json;
        this.scope = scope;
        this.attention = attention;
        this.failures = failures;
        this.nanos = nanos;
        this.letIn = letIn;
    }

    /** Whether a client that just connected has to sign in before anything else. */
    public boolean isNeeded(Connection connection) {
        return required && connection.principal().isEmpty();
    }

    /** A client connected that has to sign in; its time begins. */
    public void await(Connection connection) {
        outside.put(connection, nanos.getAsLong() + patience);
    }

    /** A client is gone. */
    public void closed(Connection connection) {
        outside.remove(connection);
        attempts.remove(connection);
        ends.remove(connection);
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
        Attempt attempt = new Attempt(connection, id, nanos.getAsLong() + patience);
        JsonValue credential = payload instanceof JsonObject object ? object.get("credential") : null;
        if (authenticator.isEmpty()) {
            attempt.answer(ErrorCode.ENOTFOUND.body("The application has nothing to sign in to"));
        } else if (credential == null) {
            attempt.answer(ErrorCode.EPAYLOAD.body("payload.credential: expected a value"));
        } else if (attempts.putIfAbsent(connection, attempt) != null) {
            attempt.answer(ErrorCode.EBUSY.body("Another attempt to sign in is under way"));
        } else {
            ask(attempt, credential);
        }
    }

    private void ask(Attempt attempt, JsonValue credential) {
        CompletionStage<Optional<Identity>> answer;
        attention.hold();
        Runnable end = scope.begin();
        try {
            answer = authenticator.get().authenticate(attempt.connection(), credential);
        } catch (Throwable e) {
            failed(attempt, e);
            return;
        } finally {
            end.run();
            attention.release();
        }
        if (answer == null) {
            failed(attempt, new IllegalStateException("The authenticator returned null instead of a stage"));
        } else {
            answer.whenComplete((identity, failure) -> {
                if (failure != null || identity == null) {
                    failed(attempt, failure != null ? failure : new IllegalStateException("The stage is of null"));
                } else {
                    decided(attempt, identity);
                }
            });
        }
    }

    private void decided(Attempt attempt, Optional<Identity> identity) {
        Connection connection = attempt.connection();
        Optional<Principal> known = connection.principal();
        if (identity.isEmpty()) {
            refused(attempt, ErrorCode.EUNAUTHENTICATED.body("The credential was refused"));
            return;
        }
        Principal principal = identity.get().principal();
        if (known.isPresent() && !known.get().getName().equals(principal.getName())) {
            refused(attempt, ErrorCode.EUNAUTHENTICATED.body("The connection belongs to another user"));
            return;
        }
        Optional<Duration> left = identity.get().end().map(end -> Duration.between(Instant.now(), end));
        if (left.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            refused(attempt, ErrorCode.EUNAUTHENTICATED.body("The credential has expired"));
            return;
        }
        JsonValue metadata;
        try {
            metadata = json.toJson(identity.get().metadata().orElse(null));
            metadataLimit.text(metadata);
        } catch (RuntimeException e) {
            failed(
                    attempt,
                    new IllegalStateException("The metadata of the identity cannot be used: " + e.getMessage()));
            return;
        }
        if (!attempts.remove(connection, attempt)) {
            return;
        }
        boolean wasOutside = outside.remove(connection) != null;
        if (!wasOutside && !connection.isIn()) {
            return;
        }
        connection.principal(principal);
        remember(connection, left);
        if (wasOutside) {
            connection.metadata(metadata);
            letIn.accept(connection);
        }
        attempt.succeed(principal);
    }

    private void remember(Connection connection, Optional<Duration> left) {
        if (left.isPresent()) {
            ends.put(connection, nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(left.get()));
            if (!connection.isOpen()) {
                ends.remove(connection);
            }
        } else {
            ends.remove(connection);
        }
    }

    /** The application refused the client. */
    private void refused(Attempt attempt, ErrorBody error) {
        if (attempts.remove(attempt.connection(), attempt)) {
            outside.remove(attempt.connection());
            attempt.answer(error);
            attempt.connection().refuse(CloseCode.NOT_SIGNED_IN);
        }
    }

    /** Whether the client may be let in is unknown, so it isn't; on another connection it may be. */
    private void failed(Attempt attempt, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CommandException refusal) {
            refused(attempt, refusal.body());
        } else if (attempts.remove(attempt.connection(), attempt)) {
            String client = attempt.connection().id();
            attempt.answer(failures.describe(
                    failure, "mesh/authenticate", client, "The authenticator asked for connection " + client));
            end(attempt);
        }
    }

    private void end(Attempt attempt) {
        outside.remove(attempt.connection());
        attempt.connection().refuse(CloseCode.SERVER_ERROR);
    }

    /** Ends what takes too long. Called about once a second. */
    public void tick(long now) {
        attempts.values().forEach(attempt -> {
            if (now - attempt.deadline() > 0 && attempts.remove(attempt.connection(), attempt)) {
                attempt.answer(ErrorCode.ETIMEOUT.body("Signing in took too long"));
                end(attempt);
            }
        });
        ends.forEach((connection, end) -> {
            if (now - end > 0 && ends.remove(connection, end)) {
                connection.refuse(CloseCode.EXPIRED);
            }
        });
        outside.forEach((connection, deadline) -> {
            if (now - deadline > 0 && !attempts.containsKey(connection) && outside.remove(connection) != null) {
                new Attempt(connection, null, 0)
                        .answer(ErrorCode.EUNAUTHENTICATED.body("The client did not sign in in time"));
                connection.refuse(CloseCode.NOT_SIGNED_IN);
            }
        });
    }
}
