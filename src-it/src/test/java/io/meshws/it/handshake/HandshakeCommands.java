package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What the server knows of a client. */
@ApplicationScoped
public class HandshakeCommands {
    public record Seen(String id, String path, String remoteAddress, List<String> header, List<String> query) {}

    @Command("handshake")
    public Seen handshake(MeshConnection connection) {
        return new Seen(
                connection.id(),
                connection.path(),
                connection.remoteAddress(),
                connection.headers().getOrDefault("x-test", List.of()),
                connection.query().getOrDefault("q", List.of()));
    }
}
