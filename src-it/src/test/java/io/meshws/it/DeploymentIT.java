package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        return Wars.withMesh(EchoEndpoint.class);
    }

    @Test
    void a_war_with_mesh_in_it_deploys_and_its_endpoints_answer() {
        // Payara's adapter names the machine's outside address, where nothing listens.
        try (WireClient client = WireClient.connect(URI.create("ws://127.0.0.1:" + url.getPort() + "/it/echo"))) {
            client.send("hello");
            assertEquals("hello", client.await());
        }
    }
}
