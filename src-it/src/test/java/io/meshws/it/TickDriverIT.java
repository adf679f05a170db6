package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.ticks.TickCommands;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

class TickDriverIT {
    private static final String NOT_DEPLOYED =
            "MESH-0004 No EJB timer found because mesh-ejb-timers is not deployed: the managed scheduled executor drives";

    @Test
    void oneEjbTimerTicksIfItIsDeployedAndOtherwiseTheManagedExecutor() {
        try (ServerProcess with = launch(Wars.withMesh());
                ServerProcess without = launch(Wars.withoutTimers(Wars.withMesh()))) {
            try (Visitor visitor = Visitor.connect(with.awaitReady().uri("/mesh"))) {
                assertTrue(ticks(visitor));
                assertEquals(1, ((JsonNumber) visitor.ask("timers", JsonValue.NULL)).intValue());
                assertFalse(with.log().contains("MESH-0004"), with.log());
            }
            try (Visitor visitor = Visitor.connect(without.awaitReady().uri("/mesh"))) {
                assertTrue(ticks(visitor));
                assertEquals(0, ((JsonNumber) visitor.ask("timers", JsonValue.NULL)).intValue());
                assertTrue(without.log().contains(NOT_DEPLOYED), without.log());
            }
        }
    }

    private static ServerProcess launch(WebArchive war) {
        return ServerProcess.launch(war.addPackage(TickCommands.class.getPackage()), Map.of());
    }

    private static boolean ticks(Visitor visitor) {
        return visitor.ask("ticks", JsonValue.NULL).equals(JsonValue.TRUE);
    }
}
