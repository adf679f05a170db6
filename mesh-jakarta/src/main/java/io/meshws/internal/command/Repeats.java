package io.meshws.internal.command;

import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.cluster.AnswerStore.Claim;
import io.meshws.internal.cluster.AnswerStore.Request;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.serial.SerialQueue;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.Once;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Requests that may come again: the first instance that claims one runs it, and any instance that gets it again answers from memory.
 * Those of one connection run one after the other, on a worker: the store is asked first, and no thread of the container
 * waits for it. Thread-safe.
 */
final class Repeats {
    private static final Set<String> SHARED =
            Set.of(BuiltIn.PUBLISH_RECORD_UPDATE, BuiltIn.TRANSACTION, BuiltIn.PUBLISH_CHANNEL);
    /** For the time that a command takes beyond its time-out until its answer is kept. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final AnswerStore store;
    private final Duration patience;
    private final Executor workers;
    private final BiConsumer<Execution, Throwable> failed;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    /** They run elsewhere, or here under another connection. */
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** One client on its connection, with its requests in their order. */
    private static final class Client {
        private final String name;
        private final SerialQueue requests = new SerialQueue();
        /** The previous claim. Guarded by this. */
        private CompletionStage<Void> last = CompletableFuture.completedFuture(null);

        Client(String name) {
            this.name = name;
        }

        /** Claims may be answered in any order; the work after them follows the order of the requests. */
        synchronized void inOrder(CompletionStage<Claim> claim, BiConsumer<Claim, Throwable> then) {
            last = last.thenCompose(before -> claim.handle((result, failure) -> {
                then.accept(result, failure);
                return null;
            }));
        }
    }

    private record Waiting(Connection connection, Request request, Execution execution) {}

    /** @param failed answers when the store cannot be asked */
    Repeats(AnswerStore store, Duration commandTimeout, Executor workers, BiConsumer<Execution, Throwable> failed) {
        this.store = store;
        this.patience = commandTimeout.plus(GRACE);
        this.workers = workers;
        this.failed = failed;
    }

    /** Whether the result of a command can be told to another connection; most of mesh's own are about the one they come from. */
    static boolean isFor(String command) {
        return !command.startsWith(BuiltIn.PREFIX) || SHARED.contains(command);
    }

    /** @param run answers the execution, and ends it with its connection */
    void run(Connection connection, Once once, Execution execution, Runnable run) {
        Client client = clients.computeIfAbsent(connection.id(), id -> new Client(once.client()));
        if (!client.name.equals(once.client())) {
            execution.fail(ErrorCode.EBADFRAME.body("All requests of a connection must come from one client"));
            return;
        }
        connection.inFlight().begin(execution);
        Request request = new Request(
                digest(once.client()), user(connection), once.number(), once.answered(), execution.command());
        client.inOrder(store.claim(request, patience), (claim, failure) -> {
            if (claim instanceof Claim.First) {
                execution.keepAnswer(answer -> store.keep(request, answer));
                client.requests.add(run);
                workers.execute(client.requests::run);
            } else {
                claimed(new Waiting(connection, request, execution), claim, failure);
            }
        });
    }

    private void claimed(Waiting again, Claim claim, Throwable failure) {
        Execution execution = again.execution();
        if (failure != null) {
            failed.accept(execution, failure);
        } else if (claim instanceof Claim.Running) {
            waiting.add(again);
            return;
        } else if (claim instanceof Claim.Answered answered) {
            execution.answer(answered.answer());
        } else if (claim instanceof Claim.Full) {
            execution.fail(ErrorCode.EBUSY.body("Too many requests wait to be confirmed"));
        } else if (claim instanceof Claim.Different) {
            execution.fail(ErrorCode.EBADFRAME.body("Another request of this client has this number"));
        } else {
            execution.fail(
                    ErrorCode.EUNKNOWN.body("The request ran, or may have run, but its answer is no longer available"));
        }
        again.connection().inFlight().end(execution);
    }

    /** Looks again for the answers that are waited for. Called about once a second. */
    void tick() {
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting again = all.next();
            all.remove();
            if (!again.execution().isAnswered()) {
                store.claim(again.request(), patience).whenComplete((claim, failure) -> claimed(again, claim, failure));
            }
        }
    }

    void closed(Connection connection) {
        clients.remove(connection.id());
    }

    /**
     * Protects answers from anyone who learned a client's secret. It isn't part of the key: a client that signs in later, or as
     * another user, must not run a request again.
     */
    private static String user(Connection connection) {
        return connection
                .principal()
                .map(Principal::getName)
                .map(Repeats::digest)
                .orElse("");
    }

    /** Two texts never have the same literals, and literals contain no half surrogates, which UTF-8 would replace. */
    private static String digest(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Json.quote(text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
