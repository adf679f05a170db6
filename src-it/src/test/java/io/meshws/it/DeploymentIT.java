package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

@ArquillianTest
class DeploymentIT {
    @ArquillianResource
    URL url;

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.withMesh(EchoEndpoint.class, TeamCommands.class, TeamCommands.Note.class);
    }

    @Test
    void the_server_answers_without_mesh() {
        try (WireClient client = connect("/it/echo")) {
            client.send("hello");
            assertEquals("hello", client.await());
        }
    }

    @Test
    void the_first_frame_is_the_connection_id_and_commands_are_answered() {
        try (WireClient client = connect("/mesh")) {
            assertTrue(client.await().contains("\"mesh/assign-id\""));

            client.send("{\"id\":1,\"command\":\"echo\",\"payload\":{\"a\":[1,\"é\"]}}");

            String reply = client.await();
            assertTrue(reply.contains("\"id\":1"), reply);
            assertTrue(reply.contains("{\"a\":[1,\"é\"]}"), reply);
        }
    }

    /** Payara's adapter names the machine's outside address, where nothing listens. */
    private WireClient connect(String path) {
        return WireClient.connect(URI.create("ws://127.0.0.1:" + url.getPort() + path));
    }
}
