package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
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
import org.openqa.selenium.Keys;

/** The sample on two instances, with a visitor at each. The test that kills the first instance comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleIT {
    private static final int AFTER_USE = 2;
    private static final int LAST = 3;

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    private static Browser browser;
    private static ServerProcess one;
    private static ServerProcess two;
    private static SamplePage ada;
    private static SamplePage grace;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        Map<String, String> properties = Map.of(
                "mesh.redis.uri", redis.uri(),
                "mesh.instance-lease", "4s",
                "mesh.latency-interval", "1s",
                "sample.address", "http://127.0.0.1:" + ServerProcess.PORT + "/",
                "sample.may-stop", "true");
        one = ServerProcess.launch(Wars.sample(), properties);
        two = ServerProcess.launch(Wars.sample(), properties);
        one.awaitReady();
        two.awaitReady();
        ada = SamplePage.enter(browser, one, "Ada");
        grace = SamplePage.enter(browser, two, "Grace");
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
    @Order(1)
    void visitors_of_two_instances_see_who_is_here_talk_and_vote() {
        Eventually.equal(
                "people at one",
                SamplePage.PATIENCE,
                List.of("Ada (you) on " + name(one), "Grace on " + name(two)),
                ada::people);
        ada.awaitText("#state", "Online");
        ada.await("latency", () -> ada.text("#latency").matches("\\d+"));
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
    @Order(1)
    void an_announcement_reaches_everybody_and_a_message_in_another_room_counts_as_unread() {
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
    @Order(1)
    void cursors_and_notes_move_on_the_other_instance() {
        grace.point(-150, 120);
        ada.await("the cursor", () -> ada.strings("[...document.querySelectorAll('.cursor')].map(e => e.innerText)")
                .equals(List.of("Grace")));

        List<Long> before = grace.place("first");
        grace.drag("first", 80, 160);
        List<Long> after = grace.place("first");
        assertTrue(after.get(0) > before.get(0) && after.get(1) > before.get(1), before + " " + after);
        ada.awaitPlace("first", after);
    }

    @Test
    @Order(1)
    void a_note_is_written_moved_and_removed_by_keyboard_alone() {
        ada.run("document.getElementById('add-note').focus()");
        ada.press(Keys.ENTER);
        ada.await(
                "a note to write", () -> (Boolean) ada.run("return document.activeElement.matches('.note textarea')"));
        ada.press("By keys");
        ada.press(Keys.ENTER);
        String note = (String) ada.run("return document.activeElement.dataset.note");
        grace.await("the text", () -> grace.strings("[...document.querySelectorAll('.note')].map(e => e.ariaLabel)")
                .contains("By keys"));

        List<Long> before = grace.place(note);
        ada.press(Keys.ARROW_LEFT);
        ada.press(Keys.chord(Keys.SHIFT, Keys.ARROW_UP));
        grace.awaitPlace(note, List.of(before.get(0) - 2, before.get(1) - 10));
        ada.press(Keys.DELETE);
        grace.await("gone", () ->
                !(Boolean) grace.run("return Boolean(document.querySelector(`[data-note='" + note + "']`))"));
    }

    @Test
    @Order(1)
    void a_write_that_is_refused_rolls_back_and_says_why() {
        List<Long> place = ada.place("pinned");
        ada.drag("pinned", -200, 150);
        ada.awaitSeen("The server pinned this note: nobody may change it");
        ada.awaitPlace("pinned", place);
        assertEquals(place, grace.place("pinned"));
    }

    @Test
    @Order(1)
    void a_second_tab_is_the_same_visitor() {
        SamplePage second = SamplePage.open(browser, one);
        second.rename("Ada");
        grace.await("two tabs", () -> grace.doing("Ada").endsWith("2 tabs"));
        assertEquals(2, grace.people().size());
        ada.click("#poll [value=dashboard]");
        second.await("the same vote", () -> second.strings(
                        "[...document.querySelectorAll('#poll [aria-pressed=true]')].map(e => e.value)")
                .equals(List.of("dashboard")));
        second.close();
        grace.await("one tab", () -> !grace.doing("Ada").contains("tabs"));
    }

    @Test
    @Order(1)
    void nothing_is_lost_while_the_connection_is_cut() {
        ada.click("#cut");
        ada.awaitText("#state", "Cut");
        grace.await("gone", () -> grace.people().size() == 1);
        grace.say("While you were away");
        grace.drag("second", 60, 40);
        List<Long> place = grace.place("second");
        ada.say("Written offline");

        ada.click("#cut");
        ada.awaitText("#state", "Online");
        for (SamplePage page : List.of(ada, grace)) {
            page.await(
                    "both messages", () -> page.said().containsAll(List.of("While you were away", "Written offline")));
        }
        ada.awaitPlace("second", place);
        grace.await("back", () -> grace.people().size() == 2);
    }

    @Test
    @Order(1)
    void on_a_slow_phone_the_own_note_moves_at_once() {
        List<Long> before = ada.place("second");
        ada.run("document.getElementById('slow').click()");
        ada.drag("second", 50, 50);
        List<Long> moved = ada.place("second");
        assertTrue(moved.get(0) > before.get(0), before + " " + moved);
        grace.awaitPlace("second", moved);
        ada.await("the latency tells", () -> Integer.parseInt(ada.text("#latency")) >= 600);
        ada.run("document.getElementById('slow').click()");
        ada.await("fast again", () -> Integer.parseInt(ada.text("#latency")) < 600);
    }

    @Test
    @Order(AFTER_USE)
    void every_view_is_labelled_legible_and_fits_in_light_and_dark_on_desktop_and_phone() {
        for (String scheme : List.of("light", "dark")) {
            grace.scheme(scheme);
            grace.resize(1280, 800);
            grace.awaitNoFaults(scheme);
            grace.resize(390, 844);
            for (String view : List.of("chat", "side", "wire", "board")) {
                grace.click(".tabs [value=" + view + "]");
                grace.awaitNoFaults(scheme + " " + view);
            }
        }
        grace.scheme("");
        grace.resize(1280, 800);
    }

    /** Those of the README: {@code -Dpictures}. */
    @Test
    @Order(AFTER_USE)
    @EnabledIfSystemProperty(named = "pictures", matches = ".*")
    void pictures() throws IOException {
        SamplePictures.take(ada, grace);
    }

    @Test
    @Order(AFTER_USE)
    void the_page_is_smaller_than_100_kb_with_the_client() {
        Number bytes = (Number)
                ada.run(
                        """
                return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
                    .reduce((sum, each) => sum + each.encodedBodySize, 0);
                """);
        assertTrue(bytes.longValue() > 20_000 && bytes.longValue() < 100_000, bytes + " bytes");
    }

    @Test
    @Order(AFTER_USE)
    void the_console_is_empty() {
        assertEquals(List.of(), ada.console());
    }

    @Test
    @Order(LAST)
    void when_the_instance_is_killed_the_page_goes_to_the_other_and_says_so() {
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
    }

    private static String name(ServerProcess server) {
        return URI.create(server.uri("/").toString()).getAuthority();
    }
}
