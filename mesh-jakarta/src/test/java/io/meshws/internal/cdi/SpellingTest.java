package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN =
            List.of("mesh/join-room", "mesh/leave-room", "mesh/noop", "mesh.redis.uri", "mesh.ping-interval", "say");

    @ParameterizedTest
    @CsvSource({
        "mesh/joinroom, mesh/join-room",
        "mesh/jion-room, mesh/join-room",
        "Mesh/Join_Room, mesh/join-room",
        "mesh.redis.url, mesh.redis.uri",
        "mesh.pinginterval, mesh.ping-interval",
        "mesh.ping.intervall, mesh.ping-interval",
        "sya, say"
    })
    void findsTheNameThatWasMeant(String given, String meant) {
        assertEquals(Optional.of(meant), Spelling.nearest(given, KNOWN));
        assertEquals("; did you mean " + meant + "?", Spelling.hint(given, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"mesh.ejb.timers", "mesh/create-room-for", "shout", "x", "''"})
    void findsNothingIfNothingIsNear(String given) {
        assertEquals(Optional.empty(), Spelling.nearest(given, KNOWN));
        assertEquals("", Spelling.hint(given, KNOWN));
    }

    @Test
    void prefersTheNearest() {
        assertEquals(Optional.of("ban"), Spelling.nearest("bann", List.of("band-aid", "bandit", "ban")));
    }
}
