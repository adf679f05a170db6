package io.meshws.it;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The floods of {@link FloodsIT} on the server without mesh: what nothing in the application can prevent. Runs only if it's
 * named. Each has a server of its own, because some don't recover.
 */
@Tag("long")
class BareFloodFigures {
    @ParameterizedTest
    @EnumSource
    void theServerWithoutMesh(Flood flood) {
        try (FloodRun run = new FloodRun("bare", Wars.withMesh(EchoEndpoint.class), "/it/echo")) {
            run.bear(flood);
        }
    }
}
