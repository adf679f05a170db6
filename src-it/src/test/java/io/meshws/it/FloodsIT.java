package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.team.TeamCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hostile clients don't cost well-behaved ones their connection, nor the server its memory. */
@Tag("long")
class FloodsIT {
    private static final long MAX_HEAP = 400 << 20;

    private static FloodRun run;

    @BeforeAll
    static void start() {
        run = new FloodRun("mesh", Wars.withMesh().addPackage(TeamCommands.class.getPackage()), "/mesh");
    }

    @AfterAll
    static void stop() {
        run.close();
    }

    @ParameterizedTest
    @EnumSource
    void floodsCostNobodyElseTheConnectionNorTheServerItsMemory(Flood flood) {
        FloodRun.Outcome outcome = run.bear(flood);
        assertEquals(0, outcome.lost());
        assertTrue(outcome.bytes() < MAX_HEAP, outcome.bytes() + " bytes");
        assertFalse(outcome.ranOutOfMemory());
        assertEquals(FloodRun.REGULARS, outcome.open());
    }
}
