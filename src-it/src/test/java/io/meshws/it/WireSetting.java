package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.it.application.PayloadCommands;
import io.meshws.protocol.GoldenFrames;
import io.meshws.protocol.Json;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One deployment, and a client that sees every character. */
abstract class WireSetting {
    static final int MAX_FRAME = 65_536;

    @ArquillianResource
    URL url;

    WireClient client;
    String id;

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.configured(
                Wars.withMesh().addPackage(PayloadCommands.class.getPackage()),
                Map.of("mesh.max-frame-size", String.valueOf(MAX_FRAME)));
    }

    @BeforeEach
    void connect() {
        // Payara's adapter returns the machine's outside address, on which nothing listens.
        client = WireClient.connect(URI.create("ws://127.0.0.1:" + url.getPort() + "/mesh"));
        String first = client.await();
        id = Json.readTrusted(first).asJsonObject().getString("payload");
        // As Mesh sends it, and how long this instance, which is alone, remembers numbered requests.
        String golden = GoldenFrames.text("assign-id").replace("i1-7f3a", id);
        String memory = ",\"once\":300,\"memory\":\"" + id.substring(0, id.indexOf('.')) + "\"}";
        assertEquals(golden.substring(0, golden.length() - 1) + memory, first);
        assertEquals("{\"command\":\"welcome\",\"payload\":\"" + id + "\"}", client.await());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    void staysOpen() {
        client.send(GoldenFrames.text("noop"));
        String reply = GoldenFrames.text("noop-reply");
        assertEquals(reply, client.await(reply::equals, WireClient.SOON));
    }
}
