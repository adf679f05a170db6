package io.meshws.client.js;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.conformance.ClientCheck;
import io.meshws.conformance.Driver;
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

/** The browser client does its part of every exchange that any client can be held to, in Node. */
@Timeout(60)
class ConformanceTest {
    private static Driver driver;

    static List<Exchange> exchanges() {
        return ClientCheck.exchanges();
    }

    @BeforeAll
    static void start() {
        assumeTrue(Programs.has("node"), "no node on the PATH: the exchanges were not tried with the browser client");
        driver = new ProcessDriver(Path.of("."), List.of("node", "--experimental-websocket", "test/driver.mjs"));
    }

    @AfterAll
    static void stop() {
        if (driver != null) {
            driver.close();
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void the_client_does_its_part(Exchange exchange) throws NotConformingException, InterruptedException {
        ClientCheck.run(driver, exchange);
    }
}
