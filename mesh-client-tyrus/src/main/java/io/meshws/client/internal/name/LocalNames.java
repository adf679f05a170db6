package io.meshws.client.internal.name;

import io.meshws.client.IfTaken;
import io.meshws.client.MeshClientException;
import io.meshws.client.NameLost;
import io.meshws.client.TakenName;
import io.meshws.client.internal.link.Backoff;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.link.RestoreStep;
import io.meshws.client.internal.runtime.Timers;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Payload;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** The names that one client has. Thread-safe. */
public final class LocalNames {
    private static final int SECRET_BYTES = 18;

    private final Desk desk;
    private final Function<CompletableFuture<Reply>, CompletableFuture<Void>> promise;
    private final Consumer<NameLost> listener;
    /** Tells the server that another connection is of the same client. */
    private final String incarnation = secret();

    private final Map<String, Taken> names = new HashMap<>();
    /** Handles whose names are being taken, unless they were freed meanwhile. Guarded by this. */
    private final Set<Taken> taking = new HashSet<>();

    /**
     * @param promise the application's future
     * @param listener called on a thread of the application
     */
    public LocalNames(
            Desk desk,
            Function<CompletableFuture<Reply>, CompletableFuture<Void>> promise,
            Consumer<NameLost> listener) {
        this.desk = desk;
        this.promise = promise;
        this.listener = listener;
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Takes a name; completes on a network thread. */
    public CompletableFuture<TakenName> take(String name, IfTaken ifTaken) {
        CompletableFuture<TakenName> result = new CompletableFuture<>();
        Taken asked = new Taken(name);
        CompletableFuture<Reply> answer;
        synchronized (this) {
            taking.add(asked);
            answer = desk.call(BuiltIn.TAKE_NAME, payload(name, ifTaken));
        }
        answer.thenAccept(reply -> {
            if (reply instanceof Reply.Failure failure) {
                MeshClientException refused = failure.exception();
                if (isUnwanted(asked) && refused.is(ErrorCode.ETIMEOUT)) {
                    // The server may have agreed all the same.
                    free(name);
                }
                result.completeExceptionally(refused);
            } else {
                result.complete(taken(asked, (Reply.Value) reply));
            }
        });
        return result;
    }

    /** Whether the name isn't held or being taken here, apart from this attempt, which failed. */
    private synchronized boolean isUnwanted(Taken failed) {
        return taking.remove(failed)
                && !has(failed.name)
                && taking.stream().noneMatch(other -> other.name.equals(failed.name));
    }

    private synchronized Taken taken(Taken asked, Reply.Value reply) {
        boolean isWanted = taking.remove(asked);
        Taken taken = isWanted ? names.computeIfAbsent(asked.name, name -> asked) : asked;
        taken.since = since(reply);
        if (!isWanted) {
            asked.ended.complete(null);
        }
        return taken;
    }

    private static Instant since(Reply.Value reply) {
        return Instant.ofEpochMilli(Payload.whole(Payload.object(reply.payload()), "since"));
    }

    /** Frees a name, whether or not this client has it; completes on a network thread. */
    public CompletableFuture<Reply> free(String name) {
        Taken taken;
        CompletableFuture<Reply> freed;
        synchronized (this) {
            taking.removeIf(asked -> asked.name.equals(name));
            taken = forget(name);
            freed = desk.call(BuiltIn.FREE_NAME, named(name));
        }
        if (taken != null) {
            desk.executor().execute(() -> taken.ended.complete(null));
        }
        return freed;
    }

    private JsonObject payload(String name, IfTaken ifTaken) {
        return Json.object()
                .add("name", name)
                .add("incarnation", incarnation)
                .add("ifTaken", ifTaken.name().toLowerCase(Locale.ROOT))
                .build();
    }

    private static JsonObject named(String name) {
        return Json.object().add("name", name).build();
    }

    private synchronized boolean has(String name) {
        return names.containsKey(name);
    }

    /** The server says that a name is lost. */
    public void lost(JsonValue payload) {
        JsonObject object = Payload.object(payload);
        String name = Payload.string(object, "name");
        switch (Payload.string(object, "reason")) {
            case "elsewhere" -> takeAgain(name, Backoff.of(desk.settings()));
            case "freed" -> end(name, new MeshClientException(ErrorCode.EFORBIDDEN, "The server took the name away"));
            default -> end(name, new MeshClientException(ErrorCode.ENAMETAKEN, "Somebody else took the name"));
        }
    }

    /**
     * Something that this client had sent on a dying connection arrived late. Goes on until the server says whose the name is;
     * on another connection the name is restored anyway.
     */
    private void takeAgain(String name, Backoff backoff) {
        if (!has(name)) {
            return;
        }
        desk.call(BuiltIn.TAKE_NAME, payload(name, IfTaken.REFUSE)).thenAccept(reply -> {
            if (reply instanceof Reply.Failure failure && !failure.isOfTheLink()) {
                if (failure.isTemporary()) {
                    later(name, backoff);
                } else {
                    end(name, failure.exception());
                }
            }
        });
    }

    private synchronized void later(String name, Backoff backoff) {
        Taken taken = names.get(name);
        if (taken != null) {
            taken.again.cancel();
            taken.again = desk.timers().after(backoff.next(), () -> takeAgain(name, backoff));
        }
    }

    /** Null if this client doesn't have it. */
    private synchronized Taken forget(String name) {
        Taken taken = names.remove(name);
        if (taken != null) {
            taken.again.cancel();
        }
        return taken;
    }

    private void end(String name, MeshClientException why) {
        Taken taken = forget(name);
        if (taken != null) {
            desk.post(0, () -> listener.accept(new NameLost(name, why)));
            desk.executor().execute(() -> taken.ended.completeExceptionally(why));
        }
    }

    /** The client is closed. */
    public void end() {
        List<Taken> all;
        synchronized (this) {
            all = List.copyOf(names.values());
            all.forEach(taken -> forget(taken.name));
        }
        all.forEach(taken -> desk.executor().execute(() -> taken.ended.complete(null)));
    }

    /** The steps that restore everything. */
    public synchronized List<RestoreStep> steps() {
        List<RestoreStep> steps = new ArrayList<>();
        names.keySet().forEach(name -> steps.add(new Again(name)));
        return steps;
    }

    /** Takes a name again. */
    private final class Again implements RestoreStep {
        private final String name;

        Again(String name) {
            this.name = name;
        }

        @Override
        public String what() {
            return "name " + name;
        }

        @Override
        public String command() {
            return BuiltIn.TAKE_NAME;
        }

        @Override
        public JsonValue payload() {
            return has(name) ? LocalNames.this.payload(name, IfTaken.REFUSE) : null;
        }

        @Override
        public void replied(Reply.Value reply) {
            synchronized (LocalNames.this) {
                Taken taken = names.get(name);
                if (taken != null) {
                    taken.since = since(reply);
                }
            }
        }

        @Override
        public void refused(MeshClientException why) {
            end(name, why);
        }
    }

    /** The application's handle of a name. */
    private final class Taken implements TakenName {
        private final String name;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile Instant since;
        /** The next question to the server about who has the name; guarded by the names' lock. */
        private Timers.Timer again = Timers.Timer.NONE;

        Taken(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Instant since() {
            return since;
        }

        @Override
        public boolean isHeld() {
            synchronized (LocalNames.this) {
                return names.get(name) == this;
            }
        }

        @Override
        public CompletableFuture<Void> ended() {
            return ended.copy();
        }

        @Override
        public CompletableFuture<Void> free() {
            return isHeld() ? promise.apply(LocalNames.this.free(name)) : CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            free();
        }
    }
}
