package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.GoldenFrames;
import io.meshws.protocol.Json;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact frames that are sent, and the handling of frames that shouldn't be. */
@ArquillianTest
class WireIT extends WireSetting {
    /** A client's frame and the server's answer, both golden. */
    static Stream<List<String>> exchanges() {
        return Stream.of(
                List.of("request", "reply"),
                List.of("request-object", "reply-number"),
                List.of("request-without-payload", "reply-null"),
                List.of("noop", "noop-reply"),
                List.of("get-my-connection-metadata", "get-my-connection-metadata-reply"),
                List.of("set-my-connection-metadata-merge", "set-my-connection-metadata-reply"),
                List.of("leave-room", "leave-room-reply"));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void repliesAreGolden(List<String> exchange) {
        client.send(GoldenFrames.text(exchange.get(0)));

        assertEquals(GoldenFrames.text(exchange.get(1)), client.await());
    }

    @Test
    void errorsAreGolden() {
        client.send("{\"id\":15,\"command\":\"x\"}");
        assertEquals(GoldenFrames.text("reply-unknown-command"), client.await());

        client.send("{\"id\":17,\"command\":\"pay\",\"payload\":{\"amount\":1}}");
        assertEquals(GoldenFrames.text("reply-own-code"), client.await());

        client.send("not JSON");
        assertEquals(GoldenFrames.text("error"), client.await());
    }

    @Test
    void aJoinIsGoldenButForTheId() {
        client.send(GoldenFrames.text("join-room")
                .replace("lobby", UUID.randomUUID().toString()));

        assertEquals(
                GoldenFrames.text("join-room-reply").replace("\"i1-7f3a\",\"i2-11b0\"", "\"" + id + "\""),
                client.await());
    }

    @Test
    void anEventToTheClientIsGolden() {
        String golden = GoldenFrames.text("event-to-client");
        String payload = Json.readTrusted(golden).asJsonObject().get("payload").toString();

        client.send("{\"id\":1,\"command\":\"send-news\",\"payload\":" + payload + "}");

        assertEquals(golden, client.await());
        assertEquals("{\"id\":1,\"command\":\"send-news\",\"payload\":true}", client.await());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pong", "latency-response", "server-request-reply", "server-request-error"})
    void eventsGetNoAnswer(String golden) {
        client.send(GoldenFrames.text(golden));

        staysOpen();
        assertEquals(List.of(), client.received());
    }

    @Test
    void anEventThatIsACommandRunsWithoutAReply() {
        client.send("{\"command\":\"send-news\",\"payload\":1}");

        assertEquals("{\"command\":\"news\",\"payload\":1}", client.await());
        staysOpen();
        assertEquals(List.of(), client.received());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nonsense",
                "{\"id\":1,\"command\":\"echo\"} trailing",
                "{\"id\":1,\"command\":\"echo\"}{}",
                "{'id':1}",
                "{\"id\":01,\"command\":\"echo\"}",
                "{\"command\":\"a\u0001b\"}",
                "[]",
                "[{\"id\":1,\"command\":\"echo\"}]",
                "null",
                "1",
                "\"text\"",
                "{}",
                "{\"id\":1}",
                "{\"command\":null}",
                "{\"command\":1,\"id\":1}",
                "{\"command\":\"\",\"payload\":1}",
                "{\"id\":null,\"command\":\"echo\"}",
                "{\"id\":true,\"command\":\"echo\"}",
                "{\"id\":{},\"command\":\"echo\"}",
                "{\"id\":[1],\"command\":\"echo\"}"
            })
    void aMalformedFrameGetsAnErrorAndTheConnectionGoesOn(String text) {
        client.send(text);

        String error = client.await();
        assertTrue(error.startsWith("{\"command\":\"mesh/error\",\"payload\":{\"error\":\""), error);
        assertTrue(error.endsWith("\"code\":\"EBADFRAME\",\"name\":\"FrameError\"}}"), error);
        staysOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "\"\"", "1.5", "9223372036854775808", "1e100"})
    void anIdThatIsNoIntegerComesBackWithTheError(String other) {
        client.send("{\"id\":" + other + ",\"command\":\"echo\",\"payload\":1}");

        String error = client.await();
        assertTrue(
                error.startsWith("{\"id\":") && error.contains(",\"command\":\"echo\",\"payload\":{\"error\":"), error);
        assertTrue(error.contains("\"code\":\"EBADFRAME\""), error);
        staysOpen();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 2147483648L, 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE})
    void anyIntegerIsAnId(long number) {
        client.send("{\"id\":" + number + ",\"command\":\"echo\",\"payload\":1}");

        assertEquals("{\"id\":" + number + ",\"command\":\"echo\",\"payload\":1}", client.await());
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1_000, 30_000})
    void aFrameThatNestsTooDeepGetsAnErrorAndTheConnectionGoesOn(int depth) {
        client.send("{\"id\":1,\"command\":\"echo\",\"payload\":" + "[".repeat(depth) + "]".repeat(depth) + "}");

        String error = client.await();
        assertTrue(error.contains("\"code\":\"ETOODEEP\""), error);
        staysOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1e-99999999", "-1E+1000000000"})
    void aNumberBeyondAllBoundsGetsAnErrorAndTheConnectionGoesOn(String number) {
        client.send("{\"id\":1,\"command\":\"echo\",\"payload\":" + number + "}");

        String error = client.await();
        assertTrue(error.contains("\"code\":\"ENUMBER\""), error);
        staysOpen();
    }

    @Test
    void aFrameOfJustTheLimitIsAnsweredInOnePieceAndInFragments() {
        String head = "{\"id\":1,\"command\":\"echo\",\"payload\":\"";
        String text = head + "x".repeat(MAX_FRAME - head.length() - 2) + "\"}";

        client.send(text);
        assertEquals(text, client.await());

        client.sendInParts(text.substring(0, 10), text.substring(10, 30_000), text.substring(30_000));
        assertEquals(text, client.await());
    }

    @Test
    void aFrameBeyondTheLimitClosesTheConnection() {
        client.send("x".repeat(MAX_FRAME + 1));

        assertEquals(1009, client.awaitClose().code());
    }

    @Test
    void fragmentsBeyondTheLimitCloseTheConnection() {
        String part = "x".repeat(MAX_FRAME / 3);

        client.sendInParts(part, part, part, part);

        assertEquals(1009, client.awaitClose().code());
    }

    @Test
    void aFrameInManySmallPartsIsAnsweredAndOneOfSingleCharactersClosesTheConnection() {
        String head = "{\"id\":1,\"command\":\"echo\",\"payload\":\"";
        String text = head + "x".repeat(20_000) + "\"}";
        client.sendInParts(text.split("(?<=\\G.{128})"));
        assertEquals(text, client.await());

        client.sendInParts("x".repeat(130).split(""));

        assertEquals(1008, client.awaitClose().code());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 2 * MAX_FRAME})
    void aBinaryFrameGetsAnErrorAndTheConnectionGoesOn(int size) {
        client.send(new byte[size]);

        String error = client.await();
        assertTrue(error.startsWith("{\"command\":\"mesh/error\""), error);
        assertTrue(error.contains("\"code\":\"EBINARY\""), error);
        staysOpen();
    }

    @Test
    void tenThousandUnknownCommandsDoNotKeepAGoodOneFromItsAnswer() {
        int count = 10_000;
        for (int i = 1; i <= count; i++) {
            client.send("{\"id\":" + i + ",\"command\":\"unknown-" + i + "\",\"payload\":{}}");
        }
        client.send("{\"id\":0,\"command\":\"echo\",\"payload\":\"still there\"}");

        client.await(
                frame -> frame.equals("{\"id\":0,\"command\":\"echo\",\"payload\":\"still there\"}"), WireClient.SOON);
        List<String> errors = client.received();
        assertEquals(count, errors.size());
        for (int i = 1; i <= count; i++) {
            assertEquals(
                    "{\"id\":" + i + ",\"command\":\"unknown-" + i + "\",\"payload\":{\"error\":\"Command \\\"unknown-"
                            + i + "\\\" not found\",\"code\":\"ENOTFOUND\",\"name\":\"CommandError\"}}",
                    errors.get(i - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Grüße, Žluťoučký", "日本語", "😀👩‍👩‍👧", "\u2028\u2029\ufeff", "שלום", "\uffff\ue000"})
    void textOfAnyScriptComesBackAsItWas(String text) {
        String frame = "{\"id\":1,\"command\":\"echo\",\"payload\":\"" + text + "\"}";

        client.send(frame);
        assertEquals(frame, client.await());

        client.send("{\"id\":2,\"command\":\"" + text + "\"}");
        String error = client.await();
        assertTrue(
                error.startsWith("{\"id\":2,\"command\":\"" + text + "\",\"payload\":{\"error\":\"Command \\\"" + text),
                error);
    }

    @Test
    void longTextOfManyBytesACharacterIsCutNowhere() {
        String frame = "{\"id\":1,\"command\":\"echo\",\"payload\":\"" + "é€😀x".repeat(13_000) + "\"}";

        client.send(frame);
        assertEquals(frame, client.await());

        client.sendInParts(frame.substring(0, 20_001), frame.substring(20_001));
        assertEquals(frame, client.await());
    }

    @Test
    void controlCharactersComeBackEscaped() {
        client.send("{\"id\":1,\"command\":\"echo\",\"payload\":\"\\u0000\\u001f\\n\\\"\\\\\"}");

        assertEquals(
                Json.readTrusted("\"\\u0000\\u001f\\n\\\"\\\\\""),
                Json.readTrusted(client.await()).asJsonObject().get("payload"));
    }

    @Test
    void halfACharacterComesBackAsAnEscape() {
        client.send("{\"id\":1,\"command\":\"echo\",\"payload\":\"\\ud83d\"}");

        assertEquals("{\"id\":1,\"command\":\"echo\",\"payload\":\"\\ud83d\"}", client.await());
        staysOpen();
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() {
        client.send("{\"v\":2,\"id\":1,\"trace\":{\"a\":[]},\"command\":\"echo\",\"payload\":1}");

        assertEquals("{\"id\":1,\"command\":\"echo\",\"payload\":1}", client.await());
    }
}
