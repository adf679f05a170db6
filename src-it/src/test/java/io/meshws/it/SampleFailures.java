package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.RecordOperation;
import io.meshws.client.WriteOptions;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link SampleIT} about failures that a visitor can cause, except for the death of an instance. */
interface SampleFailures {
    @Test
    @Order(SampleIT.IN_USE)
    default void aWriteThatIsRefusedRollsBackAndSaysWhy() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        List<Long> place = ada.place("pinned");
        ada.drag("pinned", -200, 150);
        ada.awaitSeen("The server pinned this note: it can't be changed");
        ada.awaitPlace("pinned", place);
        assertEquals(place, grace.place("pinned"));
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void noCommandChangesNotesThatTheServerPinned() {
        JsonObject pass = Json.object()
                .add("pass", "e".repeat(32))
                .add("name", "Eve")
                .add("hue", 0)
                .build();
        WriteOptions merging = WriteOptions.DEFAULT.strategy(MergeStrategy.DEEP_MERGE);
        Map<String, ?> moved = Map.of("pinned", Map.of("x", 0));
        try (MeshClient eve = SampleIT.client(pass)) {
            eve.connectSync();
            for (RecordOperation operation : List.of(
                    RecordOperation.write("note:lobby", moved, merging),
                    RecordOperation.write("note:lobby", Map.of()),
                    RecordOperation.change("note:lobby", Change.push("/pinned", 0)),
                    RecordOperation.delete("note:lobby"))) {
                assertThrows(MeshClientException.class, () -> eve.transactionSync(operation), operation::toString);
            }
            assertThrows(MeshClientException.class, () -> eve.publishRecordUpdateSync("note:lobby", moved, merging));
            eve.transactionSync(RecordOperation.write("note:attic", Map.of("of-eve", Map.of("text", "hers")), merging));
        }
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void aSecondTabIsTheSameVisitor() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        SamplePage second = SampleIT.anotherTab();
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
    @Order(SampleIT.IN_USE)
    default void nothingIsLostWhileTheConnectionIsCut() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        ada.click("#cut");
        ada.awaitText("#state", "Cut");
        ada.await("it says so on the board", () -> ada.is("document.getElementById('offline').checkVisibility()"));
        assertEquals("–", ada.text("#latency"));
        grace.await("gone", () -> grace.people().size() == 1);
        grace.say("While you were away");
        grace.drag("second", 60, 40);
        List<Long> place = grace.place("second");
        ada.say("Written offline");

        ada.click("#cut");
        ada.awaitText("#state", "Online");
        assertFalse(ada.is("document.getElementById('offline').checkVisibility()"));
        for (SamplePage page : List.of(ada, grace)) {
            page.await(
                    "both messages", () -> page.said().containsAll(List.of("While you were away", "Written offline")));
        }
        ada.awaitPlace("second", place);
        grace.await("back", () -> grace.people().size() == 2);
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void onASlowPhoneTheOwnNoteMovesAtOnce() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        List<Long> before = ada.place("second");
        ada.run("document.getElementById('slow').click()");
        ada.drag("second", 50, 50);
        List<Long> moved = ada.place("second");
        assertTrue(moved.get(0) > before.get(0), before + " " + moved);
        grace.awaitPlace("second", moved);
        ada.await("the latency tells", () -> ada.is("parseInt(document.getElementById('latency').textContent) >= 600"));
        ada.run("document.getElementById('slow').click()");
        ada.await("fast again", () -> ada.is("parseInt(document.getElementById('latency').textContent) < 600"));
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void aSilentVisitorIsTakenForDeadAndComesBack() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        ada.run("seen.clear()");
        // She's gone for a moment only: the page has to look itself.
        grace.run(
                """
                const people = document.getElementById("people");
                window.wasAlone = false;
                new MutationObserver(() => { window.wasAlone ||= people.querySelectorAll("li").length === 1; })
                    .observe(people, {childList: true, subtree: true});
                """);
        ada.run("document.getElementById('silent').click()");
        grace.await("gone", () -> grace.is("window.wasAlone"));
        ada.awaitSeen("Retrying");
        ada.awaitText("#state", "Online");
        assertFalse(ada.is("document.getElementById('silent').checked"));
        grace.await("back", () -> grace.people().size() == 2);
        ada.say("Still here");
        grace.await("said", () -> grace.said().contains("Still here"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"Ada\",\"hue\":1}",
                "{\"name\":\" \",\"hue\":1,\"pass\":\"0123456789abcdef0123456789abcdef\"}",
                "{\"name\":\"Ada\",\"hue\":1,\"pass\":\"short\"}"
            })
    @Order(SampleIT.IN_USE)
    default void aClientThatDoesNotSignInIsNotServed(String credential) {
        try (WireClient stranger = WireClient.connect(SampleIT.uri())) {
            stranger.send("{\"id\":1,\"command\":\"announce\",\"payload\":\"I was here\"}");
            stranger.send(
                    "{\"id\":2,\"command\":\"mesh/authenticate\",\"payload\":{\"credential\":" + credential + "}}");
            for (int id : List.of(1, 2)) {
                String answer = stranger.await(text -> text.startsWith("{\"id\":" + id + ","), WireClient.SOON);
                assertTrue(answer.contains("\"code\":\"EUNAUTHENTICATED\""), answer);
            }
            assertEquals(4003, stranger.awaitClose().code());
        }
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void aForgedPassMakesAStranger() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        String pass = (String) ada.run("return localStorage.pass");
        SamplePage forger = SampleIT.anotherTab();
        forger.rename("Ada");
        grace.await("two tabs", () -> grace.doing("Ada").endsWith("2 tabs"));

        forger.click("#wire-title button");
        forger.click("#forge");
        forger.awaitSeen("With this pass you are somebody else");
        grace.await("a third person", () -> grace.people().size() == 3);
        assertFalse(grace.doing("Ada").contains("tabs"));
        forger.await("a new pass", () -> !List.of(pass, "").contains(forger.run("return localStorage.pass")));

        forger.run("localStorage.pass = arguments[0]", pass);
        forger.close();
        grace.await("one Ada", () -> grace.people().size() == 2);
    }
}
