package io.meshws.it;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The floods of {@link FloodsIT} on the server without mesh: what nothing in the application can prevent. Runs only if it's named. */
@Tag("long")
class BareFloodFigures {
    private static FloodRun run;

    @BeforeAll
    static void start() {
        run = new FloodRun("bare", Wars.withMesh(EchoEndpoint.class), "/it/echo");
    }

    @AfterAll
    static void stop() {
        run.close();
    }

    @ParameterizedTest
    @EnumSource
    void theServerWithoutMesh(Flood flood) {
        run.bear(flood);
    }
}
