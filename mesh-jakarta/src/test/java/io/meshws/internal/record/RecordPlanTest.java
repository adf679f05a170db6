package io.meshws.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.RecordConflictException;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MergeStrategy;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordPlanTest {
    private static final ValueLimit LIMIT =
            new ValueLimit("The value", "max", 10_000, JsonLimits.DEFAULT.ofKeptValues());
    private static final RecordState NOTHING = new RecordState(Version.NONE, null);

    private static final RecordStep FIRST_A =
            new RecordStep("[{\"op\":\"add\",\"path\":\"/a\",\"value\":1}]", "{\"a\":1}");

    private static RecordPlan plan(RecordState base, PendingWrite... writes) {
        return RecordPlan.of("r", base, "new", LIMIT, List.of(writes));
    }

    private static RecordState at(long version, String value) {
        return new RecordState(new Version("e", "w", version), Json.readTrusted(value));
    }

    private static PendingWrite replace(String value) {
        return PendingWrite.of(Json.readTrusted(value), MergeStrategy.REPLACE, null);
    }

    private static PendingWrite merge(String value) {
        return PendingWrite.of(Json.readTrusted(value), MergeStrategy.MERGE, null);
    }

    private static PendingWrite expecting(long version, String value) {
        return PendingWrite.of(Json.readTrusted(value), MergeStrategy.REPLACE, version);
    }

    private static List<Long> versions(RecordPlan plan) {
        return plan.outcomes().stream()
                .map(outcome -> outcome.state().version())
                .toList();
    }

    @Test
    void aFirstWriteBeginsAnEpoch() {
        RecordPlan plan = plan(NOTHING, replace("{\"a\":1}"));
        assertEquals(new RecordState(new Version("new", "new", 1), Json.readTrusted("{\"a\":1}")), plan.result());
        assertEquals("{\"a\":1}", plan.resultText());
        assertEquals(List.of(FIRST_A), plan.steps());
    }

    @Test
    void aFirstWriteIsAPatchOfTheEmptyObjectOrFull() {
        for (String full : List.of("{}", "[]", "[1]", "1", "null", "\"text\"", "{\"__proto__\":1}")) {
            assertEquals(
                    List.of(new RecordStep(null, full)),
                    plan(NOTHING, replace(full)).steps(),
                    full);
        }
        String wide =
                IntStream.range(0, 100).mapToObj(i -> "\"" + i + "\":" + i).collect(Collectors.joining(",", "{", "}"));
        assertEquals(
                List.of(new RecordStep(null, wide)),
                plan(NOTHING, replace(wide)).steps());
    }

    @Test
    void eachWriteSeesTheOneBefore() {
        RecordPlan plan = plan(at(4, "{}"), merge("{\"a\":1}"), merge("{\"b\":2}"), merge("{\"a\":1}"));
        assertEquals(List.of(5L, 6L, 6L), versions(plan));
        assertEquals(new Version("e", "new", 6), plan.result().at());
        assertEquals("{\"a\":1,\"b\":2}", plan.resultText());
        assertFalse(plan.outcomes().get(2).changed());
        assertEquals(2, plan.steps().size());
    }

    @Test
    void aShortValueTravelsWithItsPatchAndALongOneDoesNot() {
        String patch = "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]";
        assertEquals(
                List.of(new RecordStep(patch, "{\"a\":2}")),
                plan(at(1, "{\"a\":1}"), replace("{\"a\":2}")).steps());
        String longText = "\"" + "x".repeat(2000) + "\"";
        RecordStep step = plan(at(1, "{\"a\":1,\"l\":" + longText + "}"), merge("{\"a\":2}"))
                .steps()
                .get(0);
        assertEquals(new RecordStep(patch, null), step);
        RecordStep whole =
                plan(at(1, longText), replace("[" + longText + "]")).steps().get(0);
        assertNull(whole.patch());
        assertNotNull(whole.value());
    }

    @Test
    void refusalsCountNoVersion() {
        RecordPlan plan = plan(
                at(4, "1"),
                expecting(3, "2"),
                replace("\"" + "x".repeat(10_000) + "\""),
                expecting(4, "3"),
                expecting(4, "4"));
        assertEquals(List.of(4L, 4L, 5L, 5L), versions(plan));
        assertInstanceOf(RecordConflictException.class, plan.outcomes().get(0).refusal());
        assertEquals("ETOOLARGE", ((CommandException) plan.outcomes().get(1).refusal()).code());
        assertNull(plan.outcomes().get(2).refusal());
        assertEquals(5, ((RecordConflictException) plan.outcomes().get(3).refusal()).currentVersion());
        assertEquals("3", plan.resultText());
    }

    @Test
    void deletingLeavesAVersion() {
        RecordPlan plan = plan(at(4, "1"), PendingWrite.deletion(), PendingWrite.deletion(), merge("{\"a\":1}"));
        assertEquals(List.of(5L, 5L, 6L), versions(plan));
        assertEquals(List.of(RecordStep.DELETED, FIRST_A), plan.steps());
        assertEquals(Json.readTrusted("1"), plan.outcomes().get(0).before());
        assertNull(plan.outcomes().get(1).before());
        assertTrue(plan(NOTHING, PendingWrite.deletion()).steps().isEmpty());
        assertNull(plan(at(4, "1"), PendingWrite.deletion()).resultText());
    }

    @Test
    void aValueLeavesRoomForTheFramesThatHoldIt() {
        RecordPlan plan = plan(at(1, "1"), replace(nested(60)), replace(nested(61)));
        assertEquals(List.of(2L, 2L), versions(plan));
        assertEquals("ETOODEEP", ((CommandException) plan.outcomes().get(1).refusal()).code());
    }

    @Test
    void theLengthThatIsCountedIsThatOfTheFrameThatIsSent() {
        RecordPlan plan = plan(
                at(1, "1"),
                replace("\"" + "\\u0001".repeat(1666) + "\""),
                replace("\"" + "\\u0001".repeat(1667) + "\""),
                replace("\"" + "\\ud83d".repeat(1667) + "\""));
        assertEquals(List.of(2L, 2L, 2L), versions(plan));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void takesSoManyAtATime() {
        assertEquals(
                64,
                RecordPlan.of("r", NOTHING, "new", LIMIT, Collections.nCopies(1000, replace("1")))
                        .outcomes()
                        .size());
        PendingWrite large = replace("\"" + "x".repeat(9_000) + "\"");
        PendingWrite other = replace("\"" + "y".repeat(9_000) + "\"");
        List<PendingWrite> changing = Collections.nCopies(30, List.of(large, other)).stream()
                .flatMap(List::stream)
                .toList();
        int taken =
                RecordPlan.of("r", NOTHING, "new", LIMIT, changing).outcomes().size();
        assertTrue(taken > 1 && taken < 40, "" + taken);
    }
}
