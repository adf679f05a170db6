package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The sample on two instances, with a visitor at each. The test that kills the first instance comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleIT implements SampleFailures, SampleFiles, SampleQuality {
    static final int IN_USE = 1;
    static final int AFTER_USE = 2;
    static final int LOOKED_AT = 4;
    private static final int PICTURES = 3;
    private static final int LAST = 5;

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @TempDir
    static Path home;

    private static Browser browser;
    private static ServerProcess one;
    private static ServerProcess two;
    static SamplePage ada;
    static SamplePage grace;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        Map<String, String> properties = Map.of(
                "mesh.redis.uri", redis.uri(),
                "mesh.instance-lease", "4s",
                "mesh.ping-interval", "5s",
                "mesh.latency-interval", "1s",
                "sample.address", "http://127.0.0.1:" + ServerProcess.PORT + "/",
                "sample.may-stop", "true",
                // The notes are kept there.
                "user.home", home.toString());
        one = ServerProcess.launch(Wars.sample(), properties);
        two = ServerProcess.launch(Wars.sample(), properties);
        one.awaitReady();
        two.awaitReady();
        ada = SamplePage.enter(browser, one, "Ada");
        grace = SamplePage.enter(browser, two, "Grace");
    }

    static MeshClient client(JsonValue credential) {
        return MeshClient.builder(one.uri("/mesh")).credential(() -> credential).build();
    }

    @AfterAll
    static void stop() {
        Stream.of(browser, one, two).filter(each -> each != null).forEach(each -> {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    @Order(IN_USE)
    void visitorsOfTwoInstancesSeeWhoIsHereTalkAndVote() {
        Eventually.equal(
                "people at one",
                SamplePage.PATIENCE,
                List.of("Ada (you) on " + name(one), "Grace on " + name(two)),
                ada::people);
        ada.awaitText("#state", "Online");
        ada.await("latency", () -> ada.text("#latency").matches("\\d+ ms"));
        assertEquals(name(one), ada.text("#instance"));
        ada.awaitText("#elsewhere", "Open " + name(two));
        String time = ada.text("#clock time");
        ada.await("the clock goes on", () -> !ada.text("#clock time").equals(time));

        grace.find("#text").sendKeys("Hello");
        ada.awaitSeen("Grace is typing");
        grace.press(Keys.ENTER);
        ada.await("said", () -> ada.said().contains("Hello"));
        ada.awaitText("#typing", "");
        grace.run("Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
                + "document.dispatchEvent(new Event('visibilitychange')); delete document.hidden");
        ada.await("idle", () -> ada.doing("Grace").equals("idle"));
        grace.point(10, 10);
        ada.await("active", () -> ada.doing("Grace").equals("active"));

        ada.click("#poll [value=game]");
        grace.click("#poll [value=lunch]");
        grace.click("#poll [value=game]");
        for (SamplePage page : List.of(ada, grace)) {
            page.awaitText("#poll [value=game] .votes", "2");
            page.awaitText("#poll [value=lunch] .votes", "0");
        }
    }

    @Test
    @Order(IN_USE)
    void anAnnouncementReachesEverybodyAndAMessageInAnotherRoomCountsAsUnread() {
        grace.click("#rooms a[href='#ideas']");
        grace.awaitText("#chat-title", "Chat in ideas");
        grace.say("Something else");
        ada.awaitText("#rooms a[href='#ideas'] .badge", "1\nunread");
        ada.click("#rooms a[href='#ideas']");
        Eventually.equal("said", SamplePage.PATIENCE, List.of("Something else"), ada::said);
        assertEquals("none", ada.run("return getComputedStyle(document.querySelector('#rooms .badge')).display"));
        for (SamplePage page : List.of(ada, grace)) {
            page.click("#rooms a[href='#lobby']");
            page.awaitText("#chat-title", "Chat in lobby");
        }

        grace.find("#text").sendKeys("Coffee");
        grace.click("#announce");
        ada.awaitSeen("Grace: Coffee");
    }

    @Test
    @Order(IN_USE)
    void cursorsAndNotesMoveOnTheOtherInstance() {
        grace.point(-150, 120);
        ada.await("the cursor", () -> ada.strings("[...document.querySelectorAll('.cursor')].map(e => e.innerText)")
                .equals(List.of("Grace")));

        List<Long> before = grace.place("first");
        grace.drag("first", 80, 160);
        List<Long> after = grace.place("first");
        assertTrue(after.get(0) > before.get(0) && after.get(1) > before.get(1), before + " " + after);
        ada.awaitPlace("first", after);
    }

    /** Those of the README: {@code -Dpictures}. */
    @Test
    @Order(PICTURES)
    @EnabledIfSystemProperty(named = "pictures", matches = ".*")
    void pictures() throws IOException {
        SamplePictures.take(ada, grace);
    }

    @Test
    @Order(LAST)
    void whenTheInstanceIsKilledThePageGoesToTheOtherAndSaysSo() {
        ada.say("Before");
        grace.await("before", () -> grace.said().contains("Before"));
        List<String> before = grace.said();
        String votes = grace.text("#poll");
        ada.click("#wire-title button");
        ada.click("#stop");
        grace.say("Meanwhile");
        ada.awaitText("#instance", name(two));
        ada.awaitSeen(name(one) + " is gone: " + name(two) + " took over");
        ada.awaitText("#state", "Online");

        ada.say("After");
        List<String> all =
                Stream.concat(before.stream(), Stream.of("Meanwhile", "After")).toList();
        for (SamplePage page : List.of(ada, grace)) {
            Eventually.equal("all messages, once", SamplePage.PATIENCE, all, page::said);
        }
        ada.drag("first", 40, -60);
        List<Long> place = ada.place("first");
        grace.awaitPlace("first", place);
        Eventually.equal(
                "people",
                SamplePage.PATIENCE,
                List.of("Grace (you) on " + name(two), "Ada on " + name(two)),
                grace::people);
        assertEquals(votes, grace.text("#poll"));
        // The browser itself tells of connections that it could not open.
        String refused = "WebSocket connection to 'ws://" + name(one);
        assertEquals(
                List.of(),
                ada.console().stream().filter(line -> !line.contains(refused)).toList());
    }

    /** Opened by the same browser as Ada's page. */
    static SamplePage anotherTab() {
        return SamplePage.open(browser, one);
    }

    /** The address of the endpoint of the instance that stays. */
    static URI uri() {
        return two.uri("/mesh");
    }

    private static String name(ServerProcess server) {
        return URI.create(server.uri("/").toString()).getAuthority();
    }
}
