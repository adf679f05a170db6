package io.meshws.it.handshake;

import io.meshws.Command;
import io.meshws.ConnectionOpened;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Tells clients what the server knows about them. */
@ApplicationScoped
public class HandshakeCommands {
    public record Seen(String id, String path, String remoteAddress, List<String> header, List<String> query) {}

    /** Fails as badly as an application can, if the client asks for it. */
    void opened(@Observes ConnectionOpened event) {
        if (event.connection().query().containsKey("fail")) {
            throw new AssertionError("the observer fails");
        }
    }

    @Command("handshake")
    public Seen handshake(MeshConnection connection) {
        return new Seen(
                connection.id(),
                connection.path(),
                connection.remoteAddress(),
                connection.headers().getOrDefault("x-test", List.of()),
                connection.query().getOrDefault("q", List.of()));
    }

    @Command("token")
    public String token(MeshConnection connection) {
        return connection.bearerToken().orElse("none");
    }
}
