package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Access to pipes, on every engine. */
abstract class PipesAccessContract extends PipesSetting {

    @Test
    void aPipeThatIsNotAllowedIsRefused() {
        Named bob = new Named(there, "bob");
        Named ada = new Named(here, "ada");
        Named eve = new Named(here, "eve");
        assertEquals("EFORBIDDEN", code(eve.open("bob", "candidate-eve")));
        assertEquals("EFORBIDDEN", code(eve.client.call("mesh/open-pipe", opening("ada", "bob", "candidate-eve"))));

        here.mesh
                .pipes()
                .allow(
                        Pattern.compile("eve"),
                        Pattern.compile("b.*"),
                        (caller, to) -> caller.id().equals(eve.client.id()) && to.equals("bob"));
        assertEquals(json("{\"success\":true}"), eve.open("bob", "candidate-eve"));
        assertTrue(here.mesh.pipes().disallow(Pattern.compile("ada"), Pattern.compile("bob")));
        assertFalse(here.mesh.pipes().disallow(Pattern.compile("ada"), Pattern.compile("bob")));
        assertEquals("EFORBIDDEN", code(ada.open("bob", "candidate-ada")));
        bob.client.event("mesh/pipe-wanted");
        assertEquals(1, bob.client.events("mesh/pipe-wanted").size());
    }

    @Test
    void aClientThatMayOnlyAcceptIsHeardOfWhenTheOtherEndOpensThePipe() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        assertEquals(json("{\"success\":true}"), bob.open("ada", "candidate-bob"));
        here.mesh.pipes().allow(Pattern.compile("eve"), Pattern.compile("ada"));
        Named eve = new Named(here, "eve");
        eve.open("ada", "candidate-eve");
        assertEquals(json("{\"name\":\"ada\",\"from\":\"eve\",\"pipe\":\"p\"}"), ada.client.event("mesh/pipe-wanted"));
        assertEquals(1, ada.client.events("mesh/pipe-wanted").size());

        ada.open("bob", "candidate-ada");
        assertEquals(ada.opened(), bob.opened());
    }

    @Test
    void closingWhileTheGuardDecidesLeavesNoPipe() {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        here.mesh.pipes().allow(Pattern.compile("eve"), Pattern.compile("bob"), Guard.async((caller, to) -> decision));
        Named bob = new Named(there, "bob");
        Named eve = new Named(here, "eve");
        long opening = eve.client.request("mesh/open-pipe", opening("eve", "bob", "candidate-eve"));
        String close = "{\"name\":\"eve\",\"to\":\"bob\",\"pipe\":\"p\"}";
        assertEquals(json("{\"success\":true}"), eve.client.call("mesh/close-pipe", close));
        decision.complete(true);
        assertEquals(json("{\"success\":false}"), eve.client.reply(opening));
        assertEquals(json("{\"success\":false}"), eve.client.call("mesh/close-pipe", close));

        eve.open("bob", "candidate-eve-2");
        bob.client.event("mesh/pipe-wanted");
        assertEquals(1, bob.client.events("mesh/pipe-wanted").size());
    }

    @Test
    void aForgedIdIsRefusedAndChangesNothing() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        Named eve = new Named(here, "eve");
        TestClient nobody = there.connect();
        for (String command : List.of("mesh/pipe", "mesh/pipe-ack", "mesh/pipe-resume")) {
            eve.says(command, id, 1, ",\"data\":666");
            nobody.sendText("{\"id\":9,\"command\":\"" + command + "\",\"payload\":{\"id\":\"" + id + "\",\"n\":1}}");
            assertEquals("ENOTFOUND", code(nobody.reply(9)));
        }
        Eventually.holds(() -> eve.client.events("mesh/error").size() == 3);

        ada.sends(id, 1, "1");
        bob.hears("mesh/pipe", 1);
        assertEquals(1, bob.client.events("mesh/pipe").size());
        assertEquals(List.of(), ada.client.events("mesh/pipe-ack"));
    }

    @Test
    void theNameOfAnotherCannotBeUsed() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        TestClient nobody = here.connect();

        assertEquals("EFORBIDDEN", code(nobody.call("mesh/open-pipe", opening("bob", "ada", "candidate-eve"))));
        assertEquals(
                json("{\"success\":false}"),
                nobody.call("mesh/close-pipe", "{\"name\":\"bob\",\"to\":\"ada\",\"pipe\":\"p\"}"));
        bob.sends(id, 1, "1");
        ada.hears("mesh/pipe", 1);
    }

    @Test
    void badPayloadsAreRefused() {
        Named ada = new Named(here, "ada");
        for (String bad : List.of(
                "null",
                "{}",
                opening("ada", "bob", "short"),
                opening("ada", "bob", "with_underscore"),
                opening("ada", "ada", "candidate-ada"),
                opening("ada", "bob", "candidate-ada").replace("64", "0"),
                opening("ada", "bob", "candidate-ada").replace("64", "\"64\""))) {
            assertEquals("EPAYLOAD", code(ada.client.call("mesh/open-pipe", bad)), bad);
        }
        assertEquals("ENAME", code(ada.open("", "candidate-ada")));
        assertEquals("ENAME", code(ada.open("b\\u0000b", "candidate-ada")));
        for (String bad :
                List.of("null", "{\"n\":1}", "{\"id\":\"a\"}", "{\"id\":\"a\",\"n\":-1}", "{\"id\":1,\"n\":1}")) {
            ada.client.sendText("{\"id\":77,\"command\":\"mesh/pipe\",\"payload\":" + bad + "}");
            assertEquals("EPAYLOAD", code(ada.client.reply(77)), bad);
        }
        String close = "{\"name\":\"ada\",\"to\":\"bob\",\"pipe\":\"p\",\"error\":1}";
        assertEquals("EPAYLOAD", code(ada.client.call("mesh/close-pipe", close)));
    }

    @Test
    void aConnectionHasSoManyPipesAndNoMore() {
        here.mesh.pipes().allow(Pattern.compile("ada"), Pattern.compile("x.*"));
        Named ada = new Named(here, "ada");
        for (int i = 0; i < MAX_PIPES; i++) {
            assertEquals(json("{\"success\":true}"), ada.open("x" + i, "candidate-" + i));
        }
        assertEquals("EPIPES", code(ada.open("xx", "candidate-x")));
        assertEquals(json("{\"success\":true}"), ada.open("x0", "candidate-again"));
        ada.close("x1");
        assertEquals(json("{\"success\":true}"), ada.open("xx", "candidate-x"));
    }

    @Test
    void theServerForgetsThePipesOfDepartedClients() {
        Named ada = new Named(here, "ada");
        connected(ada, new Named(there, "bob"));
        ada.client.vanish();
        TestInstance instance = here;

        Named next = new Named(instance, "ada");
        for (int i = 0; i < MAX_PIPES; i++) {
            instance.mesh.pipes().allow(Pattern.compile("ada"), Pattern.compile("y" + i));
            assertEquals(json("{\"success\":true}"), next.open("y" + i, "candidate-" + i));
        }
    }
}
