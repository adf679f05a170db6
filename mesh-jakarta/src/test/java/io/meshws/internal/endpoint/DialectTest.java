package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.FrameReader;
import io.meshws.protocol.JsonLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {
    private static final FrameReader READER = new FrameReader(JsonLimits.DEFAULT);

    private final List<String> deleted = new ArrayList<>();

    private static String in(Dialect dialect, String frame) {
        return dialect.incoming(frame, READER);
    }

    private String out(Dialect dialect, String frame) {
        return dialect.outgoing(frame, deleted::add);
    }

    @Test
    void theAddressNamesTheDialect() {
        assertEquals(Optional.of(Dialect.REALTIME), Dialect.of(Map.of("wire", List.of("rt"))));
        assertEquals(Optional.of(Dialect.SECOND), Dialect.of(Map.of("wire", List.of("2"))));
        assertEquals(Optional.empty(), Dialect.of(Map.of("wire", List.of("3"))));
        assertEquals(Optional.empty(), Dialect.of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"command\":\"rt/noop\",\"payload\":{}}|{\"id\":1,\"command\":\"mesh/noop\",\"payload\":{}}",
                "{\"payload\":{},\"command\":\"rt\\/noop\",\"id\":1}|{\"id\":1,\"command\":\"mesh/noop\",\"payload\":{}}",
                "{\"command\":\"rt/noop\"}|{\"command\":\"mesh/noop\",\"payload\":null}",
                "{\"id\":\"s:1\",\"command\":\"rt/reply\",\"payload\":1}|{\"id\":\"s:1\",\"command\":\"mesh/reply\",\"payload\":1}",
                "{\"id\":1,\"command\":\"rt/x\",\"once\":{\"client\":\"\\ud83dc\",\"number\":2,\"answered\":1}}"
                        + "|{\"id\":1,\"command\":\"mesh/x\",\"once\":{\"client\":\"\\ud83dc\",\"number\":2,\"answered\":1},\"payload\":null}",
                "{\"id\":1,\"command\":\"art/x\",\"payload\":1}|{\"id\":1,\"command\":\"art/x\",\"payload\":1}",
            })
    void namesOfRealtimeBecomeThoseOfMesh(String given, String expected) {
        assertEquals(expected, in(Dialect.REALTIME, given));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "{\"id\":[],\"command\":\"rt/noop\"}", "{\"command\":7}"})
    void anUnreadableFrameStaysAsItIs(String frame) {
        assertEquals(frame, in(Dialect.REALTIME, frame));
    }

    @ParameterizedTest
    @ValueSource(strings = {"join-room", "subscribe-presence"})
    void thosePresentAreAskedForWithTheirMetadata(String command) {
        assertEquals(
                "{\"id\":1,\"command\":\"mesh/" + command + "\",\"payload\":{\"roomName\":\"a\",\"metadata\":true}}",
                in(Dialect.SECOND, "{\"id\":1,\"command\":\"mesh/" + command + "\",\"payload\":{\"roomName\":\"a\"}}"));
        String bad = "{\"id\":1,\"command\":\"mesh/" + command + "\",\"payload\":7}";
        assertEquals(bad, in(Dialect.SECOND, bad));
    }

    @Test
    void aHistoryWithoutLimitHasFiftyMessages() {
        assertEquals(
                "{\"id\":1,\"command\":\"mesh/get-channel-history\",\"payload\":{\"channel\":\"a\",\"limit\":50}}",
                in(
                        Dialect.REALTIME,
                        "{\"id\":1,\"command\":\"rt/get-channel-history\",\"payload\":{\"channel\":\"a\"}}"));
        String limited = "{\"id\":1,\"command\":\"mesh/get-channel-history\",\"payload\":{\"limit\":3}}";
        assertEquals(limited, in(Dialect.SECOND, limited));
    }

    @Test
    void namesOfMeshBecomeThoseOfRealtime() {
        String rest = ",\"payload\":{\"text\":\"mesh/x \\\"command\\\":\\\"mesh/y\\\"\"}}";
        assertEquals(
                "{\"command\":\"rt/assign-id\"" + rest,
                out(Dialect.REALTIME, "{\"command\":\"mesh/assign-id\"" + rest));
        for (String same : List.of("{\"command\":\"ping\"" + rest, "{\"id\":5,\"command\":\"echo\"" + rest)) {
            assertEquals(same, out(Dialect.REALTIME, same));
        }
        assertEquals(
                "{\"id\":\"\\\"command\\\":\\\"mesh/z\\\"\",\"command\":\"rt/noop\"" + rest,
                out(Dialect.REALTIME, "{\"id\":\"\\\"command\\\":\\\"mesh/z\\\"\",\"command\":\"mesh/noop\"" + rest));
    }

    @Test
    void historyIsOldestFirstUnlessItIsAlready() {
        for (String command : List.of("subscribe-channel", "get-channel-history")) {
            String head = "{\"id\":1,\"command\":\"mesh/" + command + "\",\"payload\":";
            assertEquals(
                    head + "{\"success\":true,\"history\":[\"a\",\"b\\u0001\"],\"offset\":2,\"recovered\":false}}",
                    out(
                            Dialect.SECOND,
                            head
                                    + "{\"success\":true,\"history\":[\"b\\u0001\",\"a\"],\"offset\":2,\"recovered\":false}}"));
            String recovered = head + "{\"success\":true,\"history\":[\"a\",\"b\"],\"recovered\":true}}";
            assertEquals(recovered, out(Dialect.SECOND, recovered));
            String error = head + "{\"error\":\"Not now\",\"code\":\"EUNAVAILABLE\"}}";
            assertEquals(error, out(Dialect.SECOND, error));
        }
    }

    @Test
    void aDeletionNamesTheLastVersionAndEndsTheSubscription() {
        assertEquals(
                "{\"command\":\"rt/record-deleted\",\"payload\":{\"recordId\":\"a\",\"version\":4}}",
                out(
                        Dialect.REALTIME,
                        "{\"command\":\"mesh/record-deleted\",\"payload\":{\"recordId\":\"a\",\"version\":5}}"));
        assertEquals(List.of("a"), deleted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"command\":\"mesh/subscribe-collection\",\"payload\":{\"success\":true,\"ids\":[\"a\",\"b\"],\"records\":"
                        + "[{\"id\":\"a\",\"record\":{\"n\":1},\"version\":3},{\"id\":\"b\",\"record\":2,\"version\":1}],\"version\":1}}"
                        + "|{\"id\":1,\"command\":\"rt/subscribe-collection\",\"payload\":{\"success\":true,\"ids\":[\"a\",\"b\"],\"records\":"
                        + "[{\"id\":\"a\",\"record\":{\"n\":1,\"id\":\"a\"}},{\"id\":\"b\",\"record\":{\"id\":\"b\",\"value\":2}}],\"version\":1}}",
                "{\"id\":1,\"command\":\"mesh/subscribe-collection\",\"payload\":{\"success\":false}}"
                        + "|{\"id\":1,\"command\":\"rt/subscribe-collection\",\"payload\":"
                        + "{\"success\":false,\"ids\":[],\"records\":[],\"version\":0}}",
                "{\"id\":1,\"command\":\"mesh/subscribe-collection\",\"payload\":{\"error\":\"x\",\"code\":\"EBUSY\"}}"
                        + "|{\"id\":1,\"command\":\"rt/subscribe-collection\",\"payload\":{\"error\":\"x\",\"code\":\"EBUSY\"}}",
                "{\"command\":\"mesh/collection-diff\",\"payload\":{\"collectionId\":\"c\",\"added\":"
                        + "[{\"id\":\"a\",\"record\":{\"id\":7},\"version\":3}],\"removed\":[\"b\"],\"version\":2}}"
                        + "|{\"command\":\"rt/collection-diff\",\"payload\":{\"collectionId\":\"c\",\"added\":"
                        + "[{\"id\":\"a\"}],\"removed\":[{\"id\":\"b\"}],\"version\":2}}",
            })
    void recordsOfCollectionsSayWhichTheyAre(String frame, String expected) {
        assertEquals(expected, out(Dialect.REALTIME, frame));
    }
}
