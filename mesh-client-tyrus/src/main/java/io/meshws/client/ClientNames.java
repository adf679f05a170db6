package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Names by which the server's application reaches this client, across reconnects.
 *
 * <pre>{@code
 * TakenName till = client.takeNameSync("till-17");
 * client.onNameLost(lost -> System.out.println(lost.name() + " is lost: " + lost.why().code()));
 * till.freeSync();
 * }</pre>
 */
public interface ClientNames {

    /** Takes a name, unless another client or a bean has it. */
    default CompletableFuture<TakenName> takeName(String name) {
        return takeName(name, IfTaken.REFUSE);
    }

    /**
     * Takes a name. The client keeps it over its connections: it has it again before it tells anyone that it is back. Taking
     * a name that it has gives the same handle.
     *
     * @return fails with {@code ENAMETAKEN} if another holder has the name, or had it a moment ago and may come back; with
     *     {@code EFORBIDDEN} if it is not open to this client
     */
    CompletableFuture<TakenName> takeName(String name, IfTaken ifTaken);

    /** Frees a name; does no harm if this client doesn't have it. */
    CompletableFuture<Void> freeName(String name);

    /** Called each time that this client lost a name that it had. */
    Subscription onNameLost(Consumer<NameLost> listener);

    /** Like {@link #takeName(String)}, but waits. */
    default TakenName takeNameSync(String name) {
        return Promise.await(takeName(name));
    }

    /** Like {@link #freeName}, but waits. */
    default void freeNameSync(String name) {
        Promise.await(freeName(name));
    }

    /** Like {@link #takeName(String, IfTaken)}, but waits. */
    default TakenName takeNameSync(String name, IfTaken ifTaken) {
        return Promise.await(takeName(name, ifTaken));
    }
}
