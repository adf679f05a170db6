package io.meshws.client.internal.link;

import io.meshws.client.internal.runtime.ClientThreads;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Signs the client in on a new connection, before anything else is sent on it. Thread-safe. */
final class SignIn {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");

    private final Settings settings;
    private final ClientThreads threads;

    SignIn(Settings settings, ClientThreads threads) {
        this.settings = settings;
        this.threads = threads;
    }

    /**
     * Called on a network thread; doesn't block.
     *
     * @return completes when the client is signed in, or doesn't have to; never if the connection ends first
     */
    CompletableFuture<Void> begin(Connection connection) {
        Settings.Credential credential = settings.credential();
        if (credential == null || (credential.ifAsked() && !connection.asksForCredential())) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            threads.connect(() -> send(connection, credential, done));
        } catch (RejectedExecutionException e) {
            connection.notSignedIn(Reply.Failure.of(ErrorCode.EBUSY, "There is no thread to sign in with", e));
        }
        return done;
    }

    /** Blocks for as long as the application takes to find the credential. */
    private void send(Connection connection, Settings.Credential credential, CompletableFuture<Void> done) {
        String payload;
        try {
            payload = "{\"credential\":" + credential.json().get() + "}";
        } catch (RuntimeException | Error e) {
            connection.notSignedIn(
                    Reply.Failure.of(ErrorCode.EUNAVAILABLE, "Could not get the credential: " + Failures.rootOf(e), e));
            return;
        }
        Call call = Call.bound(BuiltIn.AUTHENTICATE, payload);
        call.reply().thenAccept(reply -> replied(connection, reply, done));
        call.sendOn(connection, threads.timers(), settings.timeouts().request(), "The server did not sign in in time");
    }

    private static void replied(Connection connection, Reply reply, CompletableFuture<Void> done) {
        if (reply instanceof Reply.Failure failure) {
            if (failure.isOfTheLink()) {
                // The connection is gone; the next one signs in again.
                return;
            }
            if (!failure.is(ErrorCode.ENOTFOUND)) {
                connection.notSignedIn(failure);
                return;
            }
            LOG.log(Level.WARNING, "The server has no sign-in; continuing without signing in");
        }
        done.complete(null);
    }
}
