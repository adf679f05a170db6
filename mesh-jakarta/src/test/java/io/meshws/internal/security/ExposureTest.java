package io.meshws.internal.security;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.InvalidNameException;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
    private static final Guard NOBODY = (connection, name) -> false;

    private final Exposure exposure = new Exposure(new FailureLog(System::nanoTime));

    private final TestInstance instance =
            new TestInstance(new MemoryCluster(), MeshConfig.builder().build());
    private final MeshConnection client = instance.connect().connection();

    @AfterEach
    void stop() {
        instance.close();
    }

    private boolean allows(String name) {
        return get(exposure.allows(client, name));
    }

    @Test
    void whatIsNotExposedIsRefused() {
        assertFalse(allows("user:1"));
        assertFalse(exposure.covers("user:1"));
    }

    @Test
    void anExactNameExposesItselfOnly() {
        exposure.add("a.c", Guard.ANYONE);
        assertTrue(allows("a.c"));
        assertFalse(allows("abc"));
        assertFalse(allows("a.c "));
    }

    @Test
    void aPatternMatchesWholeNames() {
        exposure.add(Pattern.compile("user:\\d+"), Guard.ANYONE);
        assertTrue(allows("user:12"));
        assertFalse(allows("user:12x"));
        assertFalse(allows("a user:12"));
    }

    @Test
    void amongSeveralTheFirstDecidesAlsoWhereItRefuses() {
        exposure.add(Pattern.compile("user:.*"), NOBODY);
        exposure.add("user:1", Guard.ANYONE);
        exposure.add("room:1", Guard.ANYONE);
        exposure.add(Pattern.compile("room:.*"), NOBODY);
        exposure.add(Pattern.compile("room:2.*"), Guard.ANYONE);
        assertFalse(allows("user:1"));
        assertTrue(allows("room:1"));
        assertFalse(allows("room:2"));
        assertTrue(exposure.covers("room:2"));
    }

    @Test
    void exposingAgainReplacesTheGuardAndKeepsThePlace() {
        exposure.add(Pattern.compile("a.*"), NOBODY);
        exposure.add("ab", Guard.ANYONE);
        assertFalse(allows("ab"));
        exposure.add(Pattern.compile("a.*"), Guard.ANYONE);
        assertTrue(allows("ab"));
        exposure.add("ab", NOBODY);
        assertTrue(allows("ab"));
        exposure.add(Pattern.compile("a.*"), NOBODY);
        assertFalse(allows("ab"));
    }

    @Test
    void patternsWithOtherFlagsAreOthers() {
        exposure.add(Pattern.compile("a.*"), NOBODY);
        exposure.add(Pattern.compile("a.*", Pattern.CASE_INSENSITIVE), Guard.ANYONE);
        assertFalse(allows("ab"));
        assertTrue(allows("AB"));
    }

    @Test
    void aGuardIsAskedAboutTheName() {
        List<String> asked = new ArrayList<>();
        exposure.add(Pattern.compile(".*"), (connection, name) -> asked.add(name));
        assertTrue(allows("x"));
        assertEquals(List.of("x"), asked);
    }

    @Test
    void aGuardMayAnswerLater() {
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        exposure.add("x", (connection, name) -> later);
        CompletionStage<Boolean> answer = exposure.allows(null, "x");
        assertFalse(answer.toCompletableFuture().isDone());
        later.complete(true);
        assertTrue(get(answer));
    }

    @Test
    void aGuardThatFailsRefuses() {
        exposure.add("throws", (connection, name) -> {
            throw new IllegalStateException("broken");
        });
        exposure.add("errs", (connection, name) -> {
            throw new NoClassDefFoundError("broken");
        });
        exposure.add("says no", (connection, name) -> {
            throw new CommandException("no");
        });
        exposure.add("fails", (connection, name) -> CompletableFuture.failedFuture(new CommandException("no")));
        exposure.add("null", (connection, name) -> null);
        exposure.add("stage of null", (connection, name) -> CompletableFuture.completedFuture(null));
        exposure.add("text", (connection, name) -> "true");
        for (String name : List.of("throws", "errs", "says no", "fails", "null", "stage of null", "text")) {
            assertFalse(allows(name), name);
        }
    }

    @Test
    void aPatternThatTriesForEverMatchesNothing() {
        exposure.add(Pattern.compile("(a+)+b"), Guard.ANYONE);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(allows("a".repeat(256))));
        assertTrue(allows("a".repeat(255) + "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "line\nbreak", "\u007f"})
    void namesHaveRules(String bad) {
        assertThrows(InvalidNameException.class, () -> Names.record(bad));
        assertThrows(InvalidNameException.class, () -> Names.channel("x".repeat(257)));
        assertEquals("*?[a-z]", Names.room("*?[a-z]"));
    }

    @Test
    void whatIsTakenBackExposesNoLonger() {
        exposure.add("a", Guard.ANYONE);
        exposure.add(Pattern.compile("a.*"), Guard.ANYONE);
        exposure.add(Pattern.compile("b.*", Pattern.CASE_INSENSITIVE), Guard.ANYONE);
        assertFalse(exposure.remove("ab"), "only covered");
        assertFalse(exposure.remove("a.*"), "not a name");
        assertTrue(exposure.remove("a"));
        assertFalse(exposure.remove("a"));
        assertTrue(allows("a"), "by the pattern");
        assertTrue(exposure.remove(Pattern.compile("a.*")));
        assertFalse(allows("a"));
        assertFalse(exposure.remove(Pattern.compile("b.*")), "other flags");
        assertTrue(allows("B1"));
        assertTrue(exposure.remove(Pattern.compile("b.*", Pattern.CASE_INSENSITIVE)));
        assertFalse(exposure.covers("b1"));
    }
}
