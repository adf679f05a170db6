package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.Browser.Tab;
import io.meshws.testing.Needed;
import io.meshws.testing.NodePackage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The served JavaScript client in two tabs on two instances, and Mesh's own client from npm in Node. The test that kills the second
 * instance comes last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT extends InstancesSetting {
    private static final int LAST = 2;

    private static final List<String> SECTIONS = List.of(
            "commands",
            "events",
            "rooms",
            "presence",
            "channels",
            "fullRecords",
            "patchedRecords",
            "transactions",
            "collections",
            "metadata",
            "names",
            "pipes");

    private static Browser browser;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @Order(1)
    void theModuleIsServedWithAnEtagAndCompressed() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(page(one).resolve("/mesh/client.js"));
        HttpResponse<String> plain = http.send(request.build(), BodyHandlers.ofString());
        assertEquals(200, plain.statusCode());
        assertTrue(plain.headers().firstValue("Content-Type").orElse("").startsWith("text/javascript"));
        String tag = plain.headers().firstValue("ETag").orElseThrow();
        assertEquals(
                304,
                http.send(request.setHeader("If-None-Match", tag).build(), BodyHandlers.ofString())
                        .statusCode());
        HttpResponse<byte[]> compressed =
                http.send(request.setHeader("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
        assertEquals("gzip", compressed.headers().firstValue("Content-Encoding").orElse(""));
        assertTrue(compressed.body().length < 12 * 1024);
    }

    @Test
    @Order(1)
    void theFirstExampleOfTheReadmeRunsAsItIsPrinted() {
        Tab example = browser.open(page(one).resolve("/index.html"), MODULE);
        assertEquals(true, example.run("awaitText", ReadmeExample.SHOWN));
    }

    @Test
    @Order(1)
    void soDoesTheProgramInJava() throws Exception {
        assertEquals(ReadmeExample.SHOWN, ReadmeExample.printedByProgram(one.uri("/mesh")));
    }

    @Test
    @Order(1)
    void aPageDoesEverythingWithOneImportFromItsOwnServer() {
        Tab ada = browser.open(page(one), MODULE);
        Tab bob = browser.open(page(two), MODULE);
        String adasId = (String) ada.run("connect");
        String bobsId = (String) bob.run("connect");

        assertEquals("hello", ada.run("call", "echo", "hello"));
        assertEquals("ENOTFOUND", ada.run("refused"));
        assertEquals(List.of(true, true, true), ada.run("follow", id));
        assertEquals(List.of(true, true, true), bob.run("follow", id));
        assertEquals(List.of(adasId, bobsId), ((Map<?, ?>) ada.run("awaitPresent", 2)).get("present"));

        bob.run("state", id, "typing");
        assertEquals(true, ada.run("awaitState", bobsId, "typing"));
        bob.run("call", "tell", Map.of("room", "room:" + id, "text", "to the room"));
        assertEquals(true, ada.run("awaitEvent", "to the room"));
        assertEquals(Map.of("answer", 42L), ada.run("call", "ask", Map.of("id", bobsId, "value", 42)));

        assertEquals(1L, bob.run("publish", "kept:" + id, "first"));
        assertEquals(List.of("first"), ada.run("awaitMessages", "first"));

        bob.run("write", Map.of("count", 1), "replace");
        assertEquals(1L, ada.run("awaitValue", Map.of("count", 1)));
        assertEquals(Map.of("count", 2L), bob.run("optimistic", Map.of("count", 2)));
        assertEquals(2L, ada.run("awaitValue", Map.of("count", 2)));
        assertEquals(2L, ada.run("patches"));
        assertEquals(1L, bob.run("count", id));
        assertEquals(4L, ada.run("awaitValue", Map.of("count", 5, "log", List.of("counted"))));

        assertEquals(Map.of("name", "Ada"), ada.run("metadata", Map.of("name", "Ada")));
        assertEquals(true, ada.run("awaitLatency"));
        assertEquals("closed", ada.run("close"));
        bob.run("awaitPresent", 1);
        bob.run("close");
    }

    @Test
    @Order(1)
    void theBackButtonADuplicatedAndAClosedTabCostNothing() {
        Tab ada = browser.open(page(one), MODULE);
        Tab bob = browser.open(page(two), MODULE);
        String before = (String) ada.run("connect");
        Tab again = ada.duplicate();
        assertNotEquals(before, again.run("connect"));
        bob.run("connect");
        ada.run("follow", id);
        again.run("follow", id);
        bob.run("follow", id);
        bob.run("awaitPresent", 3);
        again.close();
        bob.run("awaitPresent", 2);

        ada.goAndReturn(page(one).resolve("/mesh/client.js"), () -> {
            bob.run("awaitPresent", 1);
            bob.run("call", "publish", Map.of("channel", "kept:" + id, "text", "meanwhile"));
        });

        ada.run("awaitReconnect", before);
        assertEquals(List.of("meanwhile"), ada.run("awaitMessages", "meanwhile"));
        bob.run("awaitPresent", 2);
        ada.run("close");
        bob.run("close");
    }

    @Test
    @Order(1)
    void aProgramWithTheClientOfRealtimeKeepsIt(@TempDir Path directory) throws IOException, InterruptedException {
        NodePackage realtime = new NodePackage("realtime", directory);
        String missing = realtime.install();
        Needed.orSkipped(
                "NODE_TESTS", missing.isEmpty(), "npm can't install @prsm/realtime, so it wasn't tested: " + missing);
        assertEquals(
                "",
                realtime.node(
                        "abilities.mjs",
                        one.uri("/mesh").toString(),
                        two.uri("/mesh").toString()));
    }

    @Test
    @Order(LAST)
    void aKilledInstanceCostsAPageNothingButAMoment() {
        Tab ada = browser.open(page(one), MODULE);
        Tab bob = browser.open(page(one), MODULE);
        String survivor = one.uri("/mesh").toString();
        String before = (String) ada.run("connect", List.of(two.uri("/mesh").toString(), survivor), "conformance:ada");
        bob.run("connect");
        assertEquals(SECTIONS, ada.run("sections", survivor, id + "-1"));
        ada.run("follow", id);
        bob.run("follow", id);
        ada.run("state", id, "here");
        ada.run("metadata", Map.of("name", "Ada"));
        bob.run("call", "publish", Map.of("channel", "kept:" + id, "text", "before"));
        ada.run("awaitMessages", "before");
        bob.run("write", Map.of("n", 1), "replace");
        ada.run("awaitValue", Map.of("n", 1));
        bob.run("call", "mesh/publish-record-update", Map.of("recordId", "note:whole-" + id, "newValue", "one"));
        assertEquals(1L, ada.run("awaitWhole", "one"));
        assertEquals(true, ada.run("take", id));
        assertEquals("ada", ada.run("call", "who", null));
        write(bob, "a", 1);
        write(bob, "b", 1);
        assertEquals(2L, ada.run("followList", id));

        two.kill();
        ada.run("meanwhile", id);
        write(bob, "a", 2);
        bob.run(
                "call",
                "mesh/transaction",
                Map.of("operations", List.of(Map.of("op", "delete", "recordId", item("b")))));
        write(bob, "c", 1);
        bob.run("publish", "kept:" + id, "meanwhile");
        bob.run("write", Map.of("n", 2), "replace");
        bob.run("call", "mesh/publish-record-update", Map.of("recordId", "note:whole-" + id, "newValue", "two"));
        String after = (String) ada.run("awaitReconnect", before);

        assertEquals(List.of("again", 1L, 1L), ada.run("awaitMeanwhile"));
        assertEquals("ada", ada.run("call", "who", null));
        assertEquals(true, ada.run("held"));
        Map<String, Object> question = Map.of("name", "till-" + id, "command", "question", "payload", 5);
        assertEquals(Map.of("answer", 5L), bob.run("call", "call", question));
        assertEquals(true, ada.run("listAtReconnect"));
        assertEquals("c,b,a", together(ada.run("awaitList", List.of(List.of("a", 2), List.of("c", 1)))));
        write(bob, "d", 1);
        ada.run("awaitList", List.of(List.of("a", 2), List.of("c", 1), List.of("d", 1)));
        assertEquals(2L, ada.run("awaitWhole", "two"));
        assertEquals(2L, ada.run("awaitValue", Map.of("n", 2)));
        assertEquals(List.of("before", "meanwhile"), ada.run("awaitMessages", "before", "meanwhile"));
        assertEquals(3L, ada.run("publish", "kept:" + id, "afterwards"));
        bob.run("awaitMessages", "before", "meanwhile", "afterwards");
        assertEquals(true, bob.run("awaitState", after, "here"));
        bob.run("awaitPresent", 2);
        assertEquals(
                Map.of("name", "Ada"),
                ada.run("call", "mesh/get-my-connection-metadata", Map.of()) instanceof Map<?, ?> own
                        ? own.get("metadata")
                        : null);
        assertEquals(SECTIONS, ada.run("sections", survivor, id + "-2"));
        Map<?, ?> story = (Map<?, ?>) ada.run("story");
        assertEquals(List.of("kiosk-" + id + "-1", "kiosk-" + id + "-2"), story.get("lost"));
        assertEquals(List.of("closed", "connecting", "online", "reconnecting", "online"), story.get("states"));
        ada.run("close");
        bob.run("close");
    }

    private String item(String letter) {
        return "item:" + id + "-" + letter;
    }

    private void write(Tab tab, String letter, int rank) {
        Map<String, Object> value = Map.of("list", "list:" + id, "rank", rank);
        tab.run("call", "mesh/publish-record-update", Map.of("recordId", item(letter), "newValue", value));
    }

    /** The records that were added, removed and changed, in any number of steps: some may happen before the page is connected again. */
    private static String together(Object changes) {
        List<String[]> steps = ((List<?>) changes)
                .stream().map(step -> ((String) step).split(",", -1)).toList();
        return IntStream.range(0, 3)
                .mapToObj(kind -> steps.stream().map(step -> step[kind]).collect(Collectors.joining()))
                .collect(Collectors.joining(","));
    }

    private static URI page(ServerProcess server) {
        URI address = server.uri("/" + Wars.READY);
        return URI.create("http://" + address.getAuthority() + address.getPath());
    }
}
