package io.meshws.internal.identity;

import io.meshws.Authenticator;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.MeshProperty;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.command.Failures;
import io.meshws.internal.connection.Admission;
import io.meshws.internal.connection.Attention;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Logouts;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls the application's {@link Authenticator} for handshakes and for credentials, each time in a request scope, and
 * turns its answers into admissions and its failures into refusals. Whether it throws, its stage fails, or one of them
 * is null makes no difference. Thread-safe.
 */
public final class AuthenticatorCalls {
    private final Optional<Authenticator> authenticator;
    private final long patience;
    private final JsonBinding json;
    private final ValueLimit metadataLimit;
    private final CommandScope scope;
    private final Attention attention;
    private final Failures failures;
    private final Executor workers;

    private interface Call {
        CompletionStage<Optional<Identity>> of(Authenticator application) throws Exception;
    }

    public AuthenticatorCalls(
            MeshConfig config,
            Optional<Authenticator> authenticator,
            JsonBinding json,
            CommandScope scope,
            Attention attention,
            FailureLog log,
            Environment environment) {
        this.authenticator = authenticator;
        this.patience = config.get(MeshProperty.AUTHENTICATION_TIMEOUT).toNanos();
        this.json = json;
        this.metadataLimit = ValueLimit.ofConnectionMetadata(config);
        this.scope = scope;
        this.attention = attention;
        this.failures = new Failures(log);
        this.workers = environment.workers();
    }

    /** Whether the application has an authenticator. The methods that call it need one. */
    boolean isPresent() {
        return authenticator.isPresent();
    }

    /** Calls on this thread, which is the container's. */
    CompletionStage<Optional<Identity>> ask(MeshConnection connection, JsonValue credential) {
        attention.hold();
        try {
            return call(application -> application.authenticate(connection, credential));
        } finally {
            attention.release();
        }
    }

    /**
     * Waits on this thread, which is the container's, while a worker calls: the application may hold it for good.
     *
     * @param returned called once the application doesn't hold the worker, which may be later than this returns
     * @throws ExecutionException if the application failed
     * @throws TimeoutException if it took too long; if the call hasn't begun by now, it never does
     */
    Optional<Identity> await(Handshake handshake, Runnable returned) throws Exception {
        CompletableFuture<Optional<Identity>> answer = new CompletableFuture<>();
        CompletableFuture<Void> left = new CompletableFuture<>();
        boolean handedOver = false;
        attention.hold();
        try {
            workers.execute(() -> {
                try {
                    if (!answer.isDone()) {
                        Attempt.of(() -> call(application -> application.authenticate(handshake)), answer);
                    }
                } finally {
                    left.complete(null);
                }
            });
            handedOver = true;
            return answer.get(patience, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } finally {
            attention.release();
            answer.cancel(false);
            if (!handedOver) {
                left.complete(null);
            }
            left.thenRun(returned);
        }
    }

    private CompletionStage<Optional<Identity>> call(Call call) {
        Runnable end = scope.begin();
        try {
            CompletionStage<Optional<Identity>> stage = call.of(authenticator.get());
            if (stage == null) {
                throw new IllegalStateException("The authenticator returned null instead of a stage");
            }
            return stage;
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            end.run();
        }
    }

    /**
     * Turns the application's answer into an admission; empty if the answer is.
     *
     * @throws RuntimeException if the answer can't be used
     */
    Optional<Admission> admission(Optional<Identity> answer, Logouts.Check check) {
        if (answer == null) {
            throw new IllegalStateException("The authenticator's stage completed with null");
        }
        return answer.map(identity -> Admission.of(identity, json, metadataLimit, check));
    }

    /**
     * Turns a failure into an answer for the client.
     *
     * @param client the id of the connection, or empty
     * @param subject the client that the application was asked about, for the log
     */
    Refusal refusal(Throwable failure, String client, String subject) {
        return Refusal.of(failure, failures, client, "The authenticator asked for " + subject);
    }
}
