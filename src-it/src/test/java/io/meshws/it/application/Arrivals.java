package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Counts connections that open and close. Those that come with {@code ?unwelcome} are closed, those with {@code ?burst} are told so much
 * that the server doesn't read from them for a moment.
 */
@ApplicationScoped
public class Arrivals {
    private static final int MOMENT_MILLIS = 500;
    /** More than a quarter of what the outbox takes. */
    private static final int BURST = 3000;

    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<Departure> closed = new CopyOnWriteArrayList<>();

    public record Departure(String id, int code) {}

    void opened(@Observes ConnectionOpened event) {
        opened.add(event.connection().id());
        event.connection().send("welcome", event.connection().id());
        if (event.connection().query().containsKey("unwelcome")) {
            event.connection().close();
            passAMoment();
        }
        if (event.connection().query().containsKey("burst")) {
            String text = "x".repeat(500);
            for (int i = 0; i < BURST; i++) {
                event.connection().send("burst", text);
            }
            passAMoment();
        }
    }

    /** As if it wrote into a database: meanwhile the session ends. */
    private static void passAMoment() {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(MOMENT_MILLIS, TimeUnit.MILLISECONDS))
                .join();
    }

    void closed(@Observes ConnectionClosed event) {
        closed.add(new Departure(event.connection().id(), event.code()));
    }

    /** How often a connection was announced as open. */
    @Command("arrived")
    public long arrived(String id) {
        return opened.stream().filter(id::equals).count();
    }

    /** How a connection was announced as closed. */
    @Command("departed")
    public List<Departure> departed(String id) {
        return closed.stream().filter(departure -> departure.id().equals(id)).toList();
    }
}
