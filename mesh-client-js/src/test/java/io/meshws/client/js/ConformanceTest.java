package io.meshws.client.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.conformance.ClientCheck;
import io.meshws.conformance.Exchange;
import io.meshws.conformance.NotConformingException;
import io.meshws.conformance.ProcessDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The browser client does its part of every exchange that any client can be held to: in this JVM, and in Node if there is one. */
@Timeout(60)
class ConformanceTest {
    private static GraalDriver inJvm;
    private static ProcessDriver inNode;

    static List<Exchange> exchanges() {
        return ClientCheck.exchanges();
    }

    @BeforeAll
    static void start() {
        inJvm = new GraalDriver(Path.of("test/driver.js"));
        if (Programs.has("node")) {
            inNode = new ProcessDriver(Path.of("."), List.of("node", "--experimental-websocket", "test/driver.mjs"));
        }
    }

    @AfterAll
    static void stop() {
        inJvm.close();
        if (inNode != null) {
            inNode.close();
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void inTheJvmTheClientDoesItsPart(Exchange exchange) throws NotConformingException, InterruptedException {
        ClientCheck.run(inJvm, exchange);
        assertEquals(0, inJvm.timers(), "timers left");
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void inNodeTheClientDoesItsPart(Exchange exchange) throws NotConformingException, InterruptedException {
        assumeTrue(inNode != null, "no node on the PATH: the exchanges were tried in the JVM only");
        ClientCheck.run(inNode, exchange);
    }
}
