package io.meshws.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Programs and packages that a test needs and that not every machine has. */
public final class Needed {
    private Needed() {}

    /**
     * Skips the test if something isn't there, and says why; fails it instead if the environment requires the test.
     *
     * @param variable of the environment: {@code required} if the test must not be skipped
     */
    public static void orSkipped(String variable, boolean there, String why) {
        if (!there && "required".equals(System.getenv(variable))) {
            fail(why + "; " + variable + "=required");
        }
        assumeTrue(there, why);
    }
}
