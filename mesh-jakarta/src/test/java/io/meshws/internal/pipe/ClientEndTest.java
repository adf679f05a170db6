package io.meshws.internal.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientEndTest {
    private static final Optional<ErrorBody> FULL = Optional.of(ErrorCode.EBUSY.body("full"));

    private final ClientEnd end =
            new ClientEnd(null, new PipeKey("bob", "ada", "p"), "candidate-bob", 10, false, "incarnation");

    @Test
    void bothEndsComeToTheSameId() {
        ClientEnd other =
                new ClientEnd(null, new PipeKey("ada", "bob", "p"), "candidate-ada", 10, false, "incarnation");
        assertEquals(
                end.match("connection-ada", "candidate-ada").id(),
                other.match("connection-bob", "candidate-bob").id());
    }

    @Test
    void aClosedEndMatchesNobodyAndSaysWhy() {
        end.match("connection-ada", "candidate-ada");
        assertTrue(end.close(FULL));

        assertNull(end.match("connection-ada", "candidate-ada"));
        assertEquals("connection-ada", end.peer().connection());
        assertEquals(FULL, end.error());
    }

    @Test
    void theFirstReasonStays() {
        assertTrue(end.close(FULL));
        assertFalse(end.close(Optional.empty()));
        assertEquals(FULL, end.error());
    }

    @Test
    void aChangeOfTheOtherNameIsNewsOnce() {
        assertTrue(end.isNews(7));
        assertFalse(end.isNews(7));
        assertTrue(end.isNews(8));
    }
}
