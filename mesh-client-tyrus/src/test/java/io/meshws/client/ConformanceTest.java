package io.meshws.client;

import io.meshws.conformance.ClientCheck;
import io.meshws.conformance.Exchange;
import io.meshws.conformance.NotConformingException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java client does its part of every exchange that any client can be held to. */
@Timeout(60)
class ConformanceTest {
    private final JavaDriver driver = new JavaDriver();

    static List<Exchange> exchanges() {
        return ClientCheck.exchanges();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void theClientDoesItsPart(Exchange exchange) throws NotConformingException, InterruptedException {
        ClientCheck.run(driver, exchange);
    }
}
