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
import io.meshws.internal.failure.FailureLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
    private static final Guard NOBODY = (connection, name) -> false;

    private final Exposure<Integer> exposure = new Exposure<>(new FailureLog(System::nanoTime));

    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final MeshConnection client = instance.connect().connection();

    @AfterEach
    void stop() {
        instance.close();
    }

    private boolean allows(String name) {
        return get(exposure.allows(client, name));
    }

    @Test
    void anUnexposedNameIsRefused() {
        assertFalse(allows("user:1"));
        assertFalse(exposure.covers("user:1"));
    }

    @Test
    void anExactNameExposesItselfOnly() {
        exposure.add(new Selector.Name("a.c"), Guard.ANYONE, null);
        assertTrue(allows("a.c"));
        assertFalse(allows("abc"));
        assertFalse(allows("a.c "));
    }

    @Test
    void aPatternMatchesWholeNames() {
        exposure.add(new Selector.Matching(Pattern.compile("user:\\d+")), Guard.ANYONE, null);
        assertTrue(allows("user:12"));
        assertFalse(allows("user:12x"));
        assertFalse(allows("a user:12"));
    }

    @Test
    void amongSeveralTheFirstDecidesEvenIfItRefuses() {
        exposure.add(new Selector.Matching(Pattern.compile("user:.*")), NOBODY, null);
        exposure.add(new Selector.Name("user:1"), Guard.ANYONE, null);
        exposure.add(new Selector.Name("room:1"), Guard.ANYONE, null);
        exposure.add(new Selector.Matching(Pattern.compile("room:.*")), NOBODY, null);
        exposure.add(new Selector.Matching(Pattern.compile("room:2.*")), Guard.ANYONE, null);
        assertFalse(allows("user:1"));
        assertTrue(allows("room:1"));
        assertFalse(allows("room:2"));
        assertTrue(exposure.covers("room:2"));
    }

    @Test
    void exposingAgainReplacesTheGuardAndKeepsThePlace() {
        exposure.add(new Selector.Matching(Pattern.compile("a.*")), NOBODY, null);
        exposure.add(new Selector.Name("ab"), Guard.ANYONE, null);
        assertFalse(allows("ab"));
        exposure.add(new Selector.Matching(Pattern.compile("a.*")), Guard.ANYONE, null);
        assertTrue(allows("ab"));
        exposure.add(new Selector.Name("ab"), NOBODY, null);
        assertTrue(allows("ab"));
        exposure.add(new Selector.Matching(Pattern.compile("a.*")), NOBODY, null);
        assertFalse(allows("ab"));
    }

    @Test
    void patternsWithOtherFlagsAreOthers() {
        exposure.add(new Selector.Matching(Pattern.compile("a.*")), NOBODY, null);
        exposure.add(new Selector.Matching(Pattern.compile("a.*", Pattern.CASE_INSENSITIVE)), Guard.ANYONE, null);
        assertFalse(allows("ab"));
        assertTrue(allows("AB"));
    }

    @Test
    void aGuardIsAskedAboutTheName() {
        List<String> asked = new ArrayList<>();
        exposure.add(new Selector.Matching(Pattern.compile(".*")), (connection, name) -> asked.add(name), null);
        assertTrue(allows("x"));
        assertEquals(List.of("x"), asked);
    }

    @Test
    void aGuardMayAnswerLater() {
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        exposure.add(new Selector.Name("x"), Guard.async((connection, name) -> later), null);
        CompletionStage<Boolean> answer = exposure.allows(null, "x");
        assertFalse(answer.toCompletableFuture().isDone());
        later.complete(true);
        assertTrue(get(answer));
    }

    @Test
    void aGuardMayAskOneThatAnswersLater() {
        Guard even = Guard.async((connection, name) -> CompletableFuture.supplyAsync(() -> name.length() % 2 == 0));
        exposure.add(
                new Selector.Matching(Pattern.compile("[ab]+")),
                (connection, name) -> name.startsWith("a") && even.allows(connection, name),
                null);
        assertTrue(allows("ab"));
        assertFalse(allows("a"));
        assertFalse(allows("ba"));
    }

    @Test
    void aGuardThatFailsRefuses() {
        exposure.add(
                new Selector.Name("throws"),
                (connection, name) -> {
                    throw new IllegalStateException("broken");
                },
                null);
        exposure.add(
                new Selector.Name("errs"),
                (connection, name) -> {
                    throw new NoClassDefFoundError("broken");
                },
                null);
        exposure.add(
                new Selector.Name("says no"),
                (connection, name) -> {
                    throw new CommandException("no");
                },
                null);
        exposure.add(
                new Selector.Name("throws late"),
                Guard.async((connection, name) -> {
                    throw new IllegalStateException("broken");
                }),
                null);
        exposure.add(
                new Selector.Name("fails"),
                Guard.async((connection, name) -> CompletableFuture.failedFuture(new CommandException("no"))),
                null);
        exposure.add(new Selector.Name("null"), Guard.async((connection, name) -> null), null);
        exposure.add(
                new Selector.Name("stage of null"),
                Guard.async((connection, name) -> CompletableFuture.completedFuture(null)),
                null);
        for (String name : List.of("throws", "errs", "says no", "throws late", "fails", "null", "stage of null")) {
            assertFalse(allows(name), name);
        }
    }

    @Test
    void aPatternThatTriesForEverMatchesNothing() {
        exposure.add(new Selector.Matching(Pattern.compile("(a+)+b")), Guard.ANYONE, null);
        // Otherwise it would not end within this century.
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> assertFalse(allows("a".repeat(256))));
        assertTrue(allows("a".repeat(255) + "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "line\nbreak", "\u007f"})
    void namesHaveRules(String bad) {
        assertThrows(InvalidNameException.class, () -> NameRules.record(bad));
        assertThrows(InvalidNameException.class, () -> NameRules.channel("x".repeat(257)));
        assertEquals("*?[a-z]", NameRules.room("*?[a-z]"));
    }

    @Test
    void anExposureThatIsTakenBackExposesNoLonger() {
        exposure.add(new Selector.Name("a"), Guard.ANYONE, null);
        exposure.add(new Selector.Matching(Pattern.compile("a.*")), Guard.ANYONE, null);
        exposure.add(new Selector.Matching(Pattern.compile("b.*", Pattern.CASE_INSENSITIVE)), Guard.ANYONE, null);
        assertFalse(exposure.remove(new Selector.Name("ab")), "only covered");
        assertFalse(exposure.remove(new Selector.Name("a.*")), "not a name");
        assertTrue(exposure.remove(new Selector.Name("a")));
        assertFalse(exposure.remove(new Selector.Name("a")));
        assertTrue(allows("a"), "by the pattern");
        assertTrue(exposure.remove(new Selector.Matching(Pattern.compile("a.*"))));
        assertFalse(allows("a"));
        assertFalse(exposure.remove(new Selector.Matching(Pattern.compile("b.*"))), "other flags");
        assertTrue(allows("B1"));
        assertTrue(exposure.remove(new Selector.Matching(Pattern.compile("b.*", Pattern.CASE_INSENSITIVE))));
        assertFalse(exposure.covers("b1"));
    }

    @Test
    void theSettingIsThatBesideTheGuardThatDecides() {
        exposure.add(new Selector.Name("a"), Guard.ANYONE, 1);
        exposure.add(new Selector.Matching(Pattern.compile("[ab]")), NOBODY, 2);
        exposure.add(new Selector.Matching(Pattern.compile("c")), Guard.ANYONE, null);
        assertEquals(Optional.of(1), exposure.settingOf("a"));
        assertEquals(Optional.of(2), exposure.settingOf("b"));
        assertEquals(Optional.empty(), exposure.settingOf("c"));
        assertEquals(Optional.empty(), exposure.settingOf("d"));
        exposure.add(new Selector.Name("a"), Guard.ANYONE, 3);
        assertEquals(Optional.of(3), exposure.settingOf("a"));
        exposure.remove(new Selector.Name("a"));
        assertEquals(Optional.of(2), exposure.settingOf("a"));
    }
}
