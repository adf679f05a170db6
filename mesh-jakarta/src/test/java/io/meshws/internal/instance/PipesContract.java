package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.pipe.PipeBytes;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server's part in pipes, on every engine. */
abstract class PipesContract extends PipesSetting {

    @Test
    void framesOfOneEndReachTheOtherAndNobodyElse() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        Named eve = new Named(there, "eve");
        String id = connected(ada, bob);

        ada.sends(id, 1, "{\"text\":\"hello\"}");
        ada.says("mesh/pipe", id, 1, "");
        bob.says("mesh/pipe-ack", id, 1, "");
        bob.says("mesh/pipe-resume", id, 7, "");

        assertEquals(json("{\"id\":\"" + id + "\",\"n\":1,\"data\":{\"text\":\"hello\"}}"), bob.hears("mesh/pipe", 1));
        assertEquals(json("{\"id\":\"" + id + "\",\"n\":1}"), ada.hears("mesh/pipe-ack", 1));
        assertEquals(json("{\"id\":\"" + id + "\",\"n\":7}"), ada.hears("mesh/pipe-resume", 7));
        Eventually.holds(() -> bob.client.events("mesh/pipe").size() == 2);
        assertFalse(bob.client.events("mesh/pipe").get(1).asJsonObject().containsKey("data"));
        assertEquals(List.of(), eve.client.events("mesh/pipe"));
    }

    @Test
    void bytesTravelInTheOrderOfTheOtherMessages() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        ada.sends(id, 1, "\"before\"");
        ada.client.sendBinary(new PipeBytes(id, 2, false, BinaryFrame.of(bytes)).frame());
        bob.client.sendBinary(new PipeBytes(id, 1, true, BinaryFrame.of(new byte[0])).frame());
        ada.sends(id, 3, "\"after\"");
        bob.hears("mesh/pipe", 3);

        assertEquals(1, bob.client.binary().size());
        PipeBytes heard = PipeBytes.read(bob.client.binary().get(0)).orElseThrow();
        assertEquals(new PipeBytes(id, 2, false, BinaryFrame.of(bytes)), heard);
        Eventually.holds(() -> ada.client.binary().size() == 1);
        assertTrue(PipeBytes.read(ada.client.binary().get(0)).orElseThrow().alone());
    }

    @Test
    void bytesArePartOfThePipesOfTheirSenderOrRefused() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        Named eve = new Named(there, "eve");
        String bytes = BinaryFrame.of(new byte[] {1});
        eve.client.sendBinary(new PipeBytes("any", 1, false, bytes).frame());
        assertEquals("EBINARY", code(eve.client.event("mesh/error")));

        String id = connected(ada, bob);
        eve.client.sendBinary(new PipeBytes(id, 1, false, bytes).frame());
        ada.client.sendBinary(bytes);
        assertEquals("EPAYLOAD", code(ada.client.event("mesh/error")));
        bob.client.sendBinary(new PipeBytes("other_one", 1, false, bytes).frame());
        assertEquals("ENOTFOUND", code(bob.client.event("mesh/error")));
        Eventually.holds(() -> eve.client.events("mesh/error").size() == 2);
        ada.sends(id, 1, "1");
        bob.hears("mesh/pipe", 1);
        assertEquals(List.of(), bob.client.binary());
    }

    @Test
    void messagesComeInTheirOrder() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        for (int i = 1; i <= 500; i++) {
            ada.sends(id, i, String.valueOf(i));
        }
        bob.hears("mesh/pipe", 500);

        List<Integer> heard = bob.client.events("mesh/pipe").stream()
                .map(event -> event.asJsonObject().getInt("data"))
                .toList();
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(500, heard.size());
    }

    @Test
    void theOtherEndHearsThatAPipeIsWantedAndNeedsNoPermission() {
        Named bob = new Named(there, "bob");
        Named ada = new Named(here, "ada");
        ada.open("bob", "candidate-ada");
        assertEquals(json("{\"name\":\"bob\",\"from\":\"ada\",\"pipe\":\"p\"}"), bob.client.event("mesh/pipe-wanted"));
        assertEquals(json("{\"success\":true}"), bob.open("ada", "candidate-bob"));
        assertEquals(ada.opened(), bob.opened());
    }

    @Test
    void aNameThatIsTakenLaterIsFound() {
        Named ada = new Named(here, "ada");
        assertEquals(json("{\"success\":true}"), ada.open("bob", "candidate-ada"));
        Named bob = new Named(there, "bob");

        bob.client.event("mesh/pipe-wanted");
        bob.open("ada", "candidate-bob");
        assertEquals(ada.opened(), bob.opened());
    }

    @Test
    void aProcessThatComesBackHasTheSamePipe() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        bob.client.vanish();
        assertEquals(
                json("{\"name\":\"ada\",\"from\":\"bob\",\"pipe\":\"p\",\"id\":\"" + id + "\",\"state\":\"away\"}"),
                ada.client.event("mesh/pipe-state"));
        ada.sends(id, 1, "1");
        assertEquals(List.of(), ada.client.events("mesh/error"));

        Named back = bob.again(here);
        back.open("ada", "candidate-bob");
        assertEquals(id, back.opened());
        Eventually.holds(() -> ada.client.events("mesh/pipe-open").size() >= 2);
        ada.sends(id, 2, "2");
        back.hears("mesh/pipe", 2);
        back.sends(id, 1, "1");
        ada.hears("mesh/pipe", 1);
    }

    @Test
    void anotherProcessHasAnotherPipe() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        bob.client.vanish();

        Named other = new Named(there, "bob");
        other.client.event("mesh/pipe-wanted");
        other.open("ada", "candidate-other");
        String newId = other.opened();
        assertNotEquals(id, newId);
        assertEquals(newId, ada.opened(id));
        ada.sends(id, 5, "5");
        ada.sends(newId, 1, "1");
        other.hears("mesh/pipe", 1);
        assertEquals(1, other.client.events("mesh/pipe").size());
    }

    @Test
    void theSameProcessOnANewConnectionIsFoundBeforeTheOldOneIsGone() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);

        Named back = bob.again(here);
        back.open("ada", "candidate-bob");
        assertEquals(id, back.opened());
        Eventually.holds(() -> ada.client.events("mesh/pipe-open").size() >= 2);
        ada.sends(id, 1, "1");
        back.hears("mesh/pipe", 1);
        bob.sends(id, 9, "9");
        ada.sends(id, 2, "2");
        back.hears("mesh/pipe", 2);
        assertEquals(List.of(), ada.client.events("mesh/pipe"));
    }

    @Test
    void theOtherEndIsToldOfTheEnd() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        ada.close("bob");

        JsonObject closed = bob.client.event("mesh/pipe-closed").asJsonObject();
        assertEquals(json("{\"name\":\"bob\",\"from\":\"ada\",\"pipe\":\"p\"}"), closed);
        bob.says("mesh/pipe", id, 1, "");
        Eventually.holds(() -> bob.client.events("mesh/error").size() == 1);
        assertEquals(List.of(), ada.client.events("mesh/pipe-closed"));
    }

    @Test
    void anEndThatWasAwayIsToldOfTheEndWhenItIsBack() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        connected(ada, bob);
        bob.client.vanish();
        ada.client.event("mesh/pipe-state");
        ada.client.call(
                "mesh/close-pipe",
                "{\"name\":\"ada\",\"to\":\"bob\",\"pipe\":\"p\",\"error\":{\"error\":\"Full\",\"code\":\"FULL\"}}");

        Named back = bob.again(here);
        back.open("ada", "candidate-bob");
        assertEquals(
                "FULL",
                code(back.client.event("mesh/pipe-closed").asJsonObject().get("error")));
        assertEquals(List.of(), ada.client.events("mesh/pipe-wanted"));
        Named other = new Named(here, "bob");
        other.open("ada", "candidate-other");
        ada.open("bob", "candidate-two");
        assertEquals(other.opened(), ada.opened("candidate-ada_candidate-bob"));
    }

    @Test
    void anEndLostUnnoticedIsToldOfTheClosingWhenItIsBack() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        connected(ada, bob);
        ada.close("bob");
        bob.client.event("mesh/pipe-closed");

        Named back = bob.again(here);
        back.open("ada", "candidate-bob");
        back.client.event("mesh/pipe-closed");
        assertEquals(List.of(), ada.client.events("mesh/pipe-wanted"));
    }

    @Test
    void theOtherEndIsToldWhy() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        connected(ada, bob);
        bob.client.call(
                "mesh/close-pipe",
                "{\"name\":\"bob\",\"to\":\"ada\",\"pipe\":\"p\",\"error\":{\"error\":\"Full\",\"code\":\"FULL\",\"ref\":\"x\"}}");

        assertEquals(
                json("{\"error\":\"Full\",\"code\":\"FULL\",\"name\":\"Error\"}"),
                ada.client.event("mesh/pipe-closed").asJsonObject().get("error"));
    }

    @Test
    void aClientThatLosesANameLosesItsPipes() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        new Named(here, "bob");

        assertEquals(
                "EGONE",
                code(bob.client.event("mesh/pipe-closed").asJsonObject().get("error")));
        bob.sends(id, 1, "1");
        Eventually.holds(() -> bob.client.events("mesh/error").size() == 1);
        assertEquals(List.of(), ada.client.events("mesh/pipe"));
    }

    @Test
    void anInstanceSaysHowManyEndsItsClientsHave() {
        connected(new Named(here, "ada"), new Named(here, "bob"));
        here.mesh.tick();
        Eventually.holds("two ends", () -> Eventually.get(there.mesh.instances()).stream()
                .anyMatch(each -> each.id().equals(here.mesh.instanceId()) && each.pipes() == 2));
    }

    @Test
    void severalPipesOfTwoNamesAreApart() {
        Named ada = new Named(here, "ada");
        Named bob = new Named(there, "bob");
        String id = connected(ada, bob);
        ada.client.call("mesh/open-pipe", opening("ada", "bob", "candidate-two").replace("\"p\"", "\"q\""));
        bob.client.call("mesh/open-pipe", opening("bob", "ada", "candidate-2nd").replace("\"p\"", "\"q\""));
        String second = ada.opened(id);
        assertEquals(second, bob.opened(id));

        ada.sends(second, 1, "\"q\"");
        ada.sends(id, 1, "\"p\"");
        Eventually.holds(() -> bob.client.events("mesh/pipe").size() == 2);
        bob.client
                .events("mesh/pipe")
                .forEach(event -> assertEquals(
                        event.asJsonObject().getString("id").equals(id) ? "p" : "q",
                        event.asJsonObject().getString("data")));
    }
}
