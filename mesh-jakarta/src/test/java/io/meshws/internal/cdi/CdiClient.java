package io.meshws.internal.cdi;

import io.meshws.internal.connection.Handshake;
import io.meshws.testing.TestClient;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** A client of an application in a CDI container. */
final class CdiClient {
    private final TestClient client;

    CdiClient(CdiInstance application) {
        client = new TestClient(
                application.mesh(),
                new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()),
                new ArrayList<>());
    }

    /** The reply as JSON text. */
    String call(String command, String payload) {
        return client.call(command, payload).toString();
    }
}
