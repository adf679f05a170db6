package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.meshws.StateOptions;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.OwnerOperation;
import io.meshws.internal.connection.OwnerForm.Result;
import io.meshws.internal.connection.OwnerRequest.AskClient;
import io.meshws.internal.connection.OwnerRequest.AskName;
import io.meshws.internal.connection.OwnerRequest.Cancel;
import io.meshws.internal.connection.OwnerRequest.ClearState;
import io.meshws.internal.connection.OwnerRequest.Close;
import io.meshws.internal.connection.OwnerRequest.CloseSeveral;
import io.meshws.internal.connection.OwnerRequest.CloseUser;
import io.meshws.internal.connection.OwnerRequest.JoinRoom;
import io.meshws.internal.connection.OwnerRequest.LeaveAllRooms;
import io.meshws.internal.connection.OwnerRequest.LeaveRoom;
import io.meshws.internal.connection.OwnerRequest.PublishState;
import io.meshws.internal.connection.OwnerRequest.SetMetadata;
import io.meshws.internal.connection.OwnerRequest.TellName;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OwnerFormTest {
    private static final JsonValue VALUE =
            Json.object().add("a", 1).add("ü", "\n\"").build();

    static List<OwnerRequest<?>> requests() {
        return List.of(
                new JoinRoom("a \"room\"\n"),
                new LeaveRoom("r"),
                new LeaveAllRooms(),
                new PublishState("r", VALUE, new StateOptions(Optional.of(Duration.ofMillis(1500)), true)),
                new PublishState("r", VALUE, new StateOptions(Optional.empty(), false)),
                new ClearState("r"),
                new SetMetadata(VALUE, MergeStrategy.DEEP_MERGE),
                new SetMetadata(JsonValue.NULL, MergeStrategy.REPLACE),
                new AskClient("ask", VALUE, Duration.ofSeconds(7)),
                new Cancel("me:1"),
                new AskName("till \"1\"", "me.1", "print", VALUE, Duration.ofMillis(1500)),
                new TellName("till", "me.1", "open", JsonValue.NULL),
                new Close(),
                new CloseSeveral(Set.of("me.1", "me.2")),
                new CloseUser("a \"user\"\n"));
    }

    private static <R> Call sent(OwnerRequest<R> request) {
        return OwnerForm.of(request).call("c:1", "c", "me.1", request);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsTheSameAtItsOwner(OwnerRequest<?> request) {
        assertEquals(request, OwnerForm.read(sent(request)));
    }

    @Test
    void thereIsOneForEachOperation() {
        assertEquals(
                EnumSet.allOf(OwnerOperation.class),
                requests().stream().map(request -> sent(request).operation()).collect(Collectors.toSet()));
    }

    /** Other versions in the same cluster send and read this. */
    @Test
    void theFormBetweenInstancesIsReadableText() {
        assertEquals(
                "{\"state\":{\"a\":1,\"ü\":\"\\n\\\"\"},\"silent\":true,\"expireAfter\":1500}",
                sent(new PublishState("r", VALUE, new StateOptions(Optional.of(Duration.ofMillis(1500)), true)))
                        .body());
        assertEquals(
                "{\"timeout\":7000,\"payload\":{\"a\":1,\"ü\":\"\\n\\\"\"}}",
                sent(new AskClient("ask", VALUE, Duration.ofSeconds(7))).body());
        assertEquals("[\"me.1\"]", sent(new CloseSeveral(Set.of("me.1"))).body());
        assertEquals(
                "deepMerge",
                sent(new SetMetadata(VALUE, MergeStrategy.DEEP_MERGE)).argument());
        assertEquals(
                "{\"a\":1,\"ü\":\"\\n\\\"\"}",
                sent(new SetMetadata(VALUE, MergeStrategy.DEEP_MERGE)).body());
    }

    @Test
    void aRequestOfAnOlderInstanceSaysNotHowLongItWaits() {
        Call call = new Call("c:1", "c", OwnerOperation.REQUEST, "me.1", "ask", "{\"payload\":1}");
        assertEquals(new AskClient("ask", Json.readTrusted("1"), OwnerRequest.TIMEOUT), OwnerForm.read(call));
    }

    @Test
    void resultsAreJsonText() {
        assertResult(Result.FLAG, true, "true");
        assertResult(Result.FLAG, false, "false");
        assertResult(Result.COUNT, 12, "12");
        assertResult(Result.JSON, VALUE, "{\"a\":1,\"ü\":\"\\n\\\"\"}");
        assertResult(Result.JSON, JsonValue.NULL, "null");
        assertResult(Result.NOTHING, null, "null");
        assertNull(Result.NOTHING.read().apply(null));
    }

    private static <R> void assertResult(Result<R> form, R value, String text) {
        assertEquals(text, form.write().apply(value));
        assertEquals(value, form.read().apply(text));
    }
}
