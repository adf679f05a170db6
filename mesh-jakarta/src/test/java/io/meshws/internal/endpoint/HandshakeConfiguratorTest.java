package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandshakeConfiguratorTest {

    @Test
    void parametersAreDecodedAsUtf8AndKeptInOrder() {
        assertEquals(
                Map.of(
                        "f", List.of("{a}"),
                        "share", List.of("100%"),
                        "name", List.of("é", ""),
                        "flag", List.of(""),
                        "two", List.of("a=b c")),
                HandshakeConfigurator.query("f=%7Ba%7d&share=100%&name=%C3%A9&name&&flag&two=a=b+c"));
        assertEquals(Map.of(), HandshakeConfigurator.query(null));
        assertEquals(Map.of(), HandshakeConfigurator.query(""));
    }
}
