package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.application.Arrivals.Departure;
import io.meshws.it.application.PayloadCommands;
import io.meshws.protocol.Json;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;

/** One deployment of the application, and its clients. */
abstract class ApplicationSetting {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    @ArquillianResource
    URL url;

    final String key = UUID.randomUUID().toString();
    final List<MeshClient> clients = new ArrayList<>();

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.configured(
                Wars.withMesh(EchoEndpoint.class).addPackage(PayloadCommands.class.getPackage()),
                Map.of(
                        "mesh.command-timeout", "2s",
                        "mesh.latency-interval", "1s",
                        "mesh.outbox.max-size", "4194304"));
    }

    @AfterEach
    void closeClients() {
        clients.forEach(MeshClient::close);
    }

    static void assertFails(MeshClient client, String command, Object payload, String code, String message) {
        MeshClientException e = assertThrows(
                MeshClientException.class, () -> client.commandSync(command, payload, JsonValue.class), command);
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    static List<Departure> departures(MeshClient client, String id) {
        return client.commandSync("departed", id, listOf(Departure.class), PATIENCE);
    }

    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static String assignedId(WireClient client) {
        String frame = client.await(text -> text.contains("\"mesh/assign-id\""), WireClient.SOON);
        return Json.readTrusted(frame).asJsonObject().getString("payload");
    }

    static String reply(WireClient client, int id) {
        return client.await(frame -> frame.startsWith("{\"id\":" + id + ","), PATIENCE);
    }

    static Type listOf(Class<?> type) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return new Type[] {type};
            }

            @Override
            public Type getRawType() {
                return List.class;
            }

            @Override
            public Type getOwnerType() {
                return null;
            }
        };
    }

    /** Payara's adapter returns the machine's outside address, on which nothing listens. */
    URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + url.getPort() + path);
    }

    MeshClient connect() {
        return connect("/mesh", Map.of());
    }

    MeshClient connect(String path, Map<String, String> headers) {
        MeshClient client = client(path, headers);
        client.connectSync();
        return client;
    }

    MeshClient client(String path, Map<String, String> headers) {
        var builder = MeshClient.builder(uri(path)).requestTimeout(PATIENCE);
        headers.forEach(builder::header);
        MeshClient client = builder.build();
        clients.add(client);
        return client;
    }
}
