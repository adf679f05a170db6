package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts connections that open and close. */
@ApplicationScoped
public class Arrivals {
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<Departure> closed = new CopyOnWriteArrayList<>();

    public record Departure(String id, int code) {}

    void opened(@Observes ConnectionOpened event) {
        opened.add(event.connection().id());
        event.connection().send("welcome", event.connection().id());
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
