package io.meshws.it.security;

import io.meshws.Command;
import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.MeshConnection;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.Principal;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Knows who rang, and who came and went. */
@ApplicationScoped
public class Bell {
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    void opened(@Observes ConnectionOpened event) {
        log.add("came " + nameOf(event.connection()));
    }

    void closed(@Observes ConnectionClosed event) {
        log.add("went " + nameOf(event.connection()));
    }

    @Command("ring")
    public String ring(MeshConnection connection) {
        log.add("rang " + nameOf(connection));
        return nameOf(connection);
    }

    @PermitAll
    @Command("opening-hours")
    public String openingHours(MeshConnection connection) {
        return nameOf(connection) + " may come from 9 to 5";
    }

    @Command("heard")
    public List<String> heard() {
        return List.copyOf(log);
    }

    private static String nameOf(MeshConnection connection) {
        return connection.principal().map(Principal::getName).orElse("nobody");
    }
}
