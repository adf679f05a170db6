package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Commands that wait until another one lets them continue. */
@ApplicationScoped
public class Parking {
    private final Map<String, Parked> parked = new ConcurrentHashMap<>();

    private record Parked(MeshConnection connection, CompletableFuture<String> end) {}

    @Command("park")
    public CompletionStage<String> park(String key, MeshConnection connection) {
        Parked here = new Parked(connection, new CompletableFuture<>());
        parked.put(key, here);
        return here.end();
    }

    /** Whether a command of a connected client is waiting with this key. */
    @Command("is-parked")
    public boolean isParked(String key) {
        Parked found = parked.get(key);
        return found != null && found.connection().isOpen();
    }

    /** Ends the wait; returns whether sending to its client was possible. */
    @Command("unpark")
    public boolean unpark(String key) {
        Parked found = parked.remove(key);
        found.end().complete("unparked");
        return found.connection().send("unparked", key);
    }
}
