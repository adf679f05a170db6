package io.meshws.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void nobodyIsGivenThePortOfAServerThatDoesNotListenYet() {
        assertEquals(
                1000,
                Stream.generate(FreePort::find)
                        .limit(1000)
                        .collect(Collectors.toSet())
                        .size());
    }
}
