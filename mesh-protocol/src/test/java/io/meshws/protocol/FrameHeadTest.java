package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameHeadTest {
    private static final String DEEP = "[".repeat(100_000) + "]".repeat(100_000);

    @Test
    void theIdOfAFrameThatNestsTooDeepIsFound() {
        assertEquals(
                new FrameHead("12", "x"), FrameHead.scan("{\"id\":12,\"command\":\"x\",\"payload\":" + DEEP + "}"));
        assertEquals(
                new FrameHead("12", "x"),
                FrameHead.scan(" { \"payload\" : " + DEEP + " ,\n\"command\":\"x\" , \"id\" : 12 } "));
    }

    @Test
    void membersInsideThePayloadAreNotTheHead() {
        assertEquals(
                new FrameHead(null, "x"),
                FrameHead.scan("{\"payload\":{\"id\":1,\"s\":\"}],\\\"id\\\":2\"},\"command\":\"x\"}"));
        assertEquals(new FrameHead(null, null), FrameHead.scan("{\"payload\":\"\\\",\\\"id\\\":3\"}"));
    }

    @Test
    void anIdIsTheClientsOrTheServersOrNobodys() {
        assertEquals(-7L, FrameHead.scan("{\"id\":-7}").clientId());
        assertNull(FrameHead.scan("{\"id\":-7}").serverId());
        assertEquals("s:1f", FrameHead.scan("{\"id\":\"s:1f\"}").serverId());
        assertNull(FrameHead.scan("{\"id\":\"s:1f\"}").clientId());
        for (String nobodys : new String[] {"\"7\"", "1.5", "true", "null", "{\"id\":7}", "[7]", "9".repeat(30)}) {
            FrameHead head = FrameHead.scan("{\"id\":" + nobodys + "}");
            assertNull(head.clientId(), nobodys);
            assertNull(head.serverId(), nobodys);
        }
    }

    @Test
    void aHeadBeforeTheDamageIsFound() {
        assertEquals(new FrameHead("5", "x"), FrameHead.scan("{\"id\":5,\"command\":\"x\",\"payload\":{\"a\":"));
        assertEquals(new FrameHead("5", null), FrameHead.scan("{\"id\":5,\"comm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "[1]",
                "\"id\"",
                "{",
                "{}",
                "{\"",
                "{\"id",
                "{\"id\"",
                "{\"id\":",
                "{\"id\":,",
                "{\"id\":}",
                "{,}",
                "{\"a\"}",
                "{\"a\":]",
                "{\"a\":\"\\",
                "{1:2}",
                "{\"command\":\"a\\u0041\"}"
            })
    void nothingIsFoundWithoutAHead(String text) {
        assertEquals(new FrameHead(null, null), FrameHead.scan(text));
    }
}
