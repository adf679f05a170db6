package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.bench.Scenario.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void everyMessageSaysWhenItWasSent() {
        for (Party party : Party.values()) {
            for (Subject subject : Subject.values()) {
                party.wire.message(subject).ifPresent(text -> assertEquals(text.indexOf("@%t"), text.indexOf('@')));
            }
        }
    }

    @Test
    void pingsAreAnswered() {
        assertNotNull(Party.MESH_PAYARA.wire.answer("{\"command\":\"ping\",\"payload\":{}}"));
        assertNull(Party.MESH_PAYARA.wire.answer("{\"command\":\"said\",\"payload\":{}}"));
        assertEquals("3", Party.SOCKET_IO.wire.answer("2"));
        assertNull(Party.SOCKET_IO.wire.answer("40{}"));
    }

    @Test
    void partiesTakePartInTheScenariosTheySupport() {
        for (Party party : List.of(Party.MESH_PAYARA, Party.MESH_WILDFLY)) {
            for (Scenario scenario : Scenario.values()) {
                assertTrue(party.offers(scenario), party + " " + scenario);
            }
        }
        assertTrue(Party.REALTIME.offers(Scenario.RECORD_WRITERS));
        assertFalse(Party.REALTIME.offers(Scenario.ROOMS_10), "its application has one room");
        assertTrue(Party.BARE_PAYARA.offers(Scenario.ROOMS_10));
        assertFalse(Party.REALTIME.offers(Scenario.IDLE), "it has no heap that can be asked for");
        assertTrue(Party.NETTY_SOCKET_IO.offers(Scenario.IDLE));
        assertTrue(Party.SOCKET_IO.offers(Scenario.TWO));
        assertFalse(Party.SOCKET_IO.offers(Scenario.CHANNEL));
        assertTrue(Party.ATMOSPHERE.offers(Scenario.TEN));
        assertFalse(Party.ATMOSPHERE.offers(Scenario.ROOMS_10), "its server has one broadcaster");
        assertFalse(Party.ATMOSPHERE.offers(Scenario.TWO));
        assertTrue(Party.BARE_PAYARA.offers(Scenario.ROOM_200));
        assertFalse(Party.BARE_PAYARA.offers(Scenario.TWO));
    }
}
