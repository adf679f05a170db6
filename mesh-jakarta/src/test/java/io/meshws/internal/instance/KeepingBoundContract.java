package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshws.ClusterUnavailableException;
import io.meshws.Guard;
import io.meshws.KeepOptions;
import io.meshws.testing.TestChannelKeeper;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import io.meshws.testing.TestKeeper;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told while the database is away and as much waits as may, whatever the engine. */
abstract class KeepingBoundContract extends RecordsSetting {
    private static final Pattern NOTES = Pattern.compile("note:.*");
    private static final Pattern CHATS = Pattern.compile("chat:.*");
    private static final KeepOptions TWO = KeepOptions.WRITE_BEHIND.maxUnsaved(2);

    private final TestKeeper keeper = new TestKeeper();
    private final TestChannelKeeper messages = new TestChannelKeeper();

    @BeforeEach
    void keep() {
        for (TestInstance each : List.of(here, there)) {
            each.mesh.records().keep(NOTES, keeper, TWO);
            each.mesh.channels().keep(CHATS, messages, TWO);
            each.mesh.channels().expose(CHATS, Guard.ANYONE, 5);
            each.mesh.channels().exposePublish(CHATS);
        }
    }

    private static String codeOfWrite(TestClient client, String recordId) {
        return code(publish(client, recordId, "1", "{}"));
    }

    private static String transaction(String... recordIds) {
        StringBuilder operations = new StringBuilder();
        for (String recordId : recordIds) {
            operations.append(operations.isEmpty() ? "" : ",").append("{\"op\":\"write\",\"recordId\":\"");
            operations.append(recordId).append("\",\"newValue\":7}");
        }
        return "{\"operations\":[" + operations + "]}";
    }

    @Test
    void aWriteBeyondTheBoundIsRefusedAndSoIsItsWholeTransaction() {
        TestClient client = there.connect();
        for (String recordId : List.of("note:1", "note:2", "note:3")) {
            get(here.mesh.records().write(recordId, 0));
            TestInstance.eventually(() -> keeper.row(recordId).equals("0 at 1"), here);
        }
        TestInstance.eventually(() -> new Gauges(here.mesh).getUnsavedRecords() == 0, here);
        keeper.away = true;
        publish(client, "note:1", "1", "{}");
        publish(client, "note:2", "1", "{}");

        assertEquals("EUNAVAILABLE", codeOfWrite(client, "note:3"));
        assertEquals("EUNAVAILABLE", code(client.call("mesh/transaction", transaction("note:1", "note:3"))));
        assertEquals(2, get(there.mesh.records().get("note:1")).version());
        assertEquals(1, get(there.mesh.records().get("note:3")).version());
        client.call("mesh/transaction", transaction("note:1", "note:2"));

        keeper.away = false;
        TestInstance.eventually(
                () -> keeper.row("note:1").equals("7 at 3")
                        && keeper.row("note:2").equals("7 at 3"),
                here);
        publish(client, "note:3", "8", "{}");
        TestInstance.eventually(() -> keeper.row("note:3").equals("8 at 2"), here);
    }

    @Test
    void aMessageBeyondTheBoundIsRefusedAndNobodyGetsIt() {
        TestClient client = there.connect();
        client.call("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        get(here.mesh.channels().publish("chat:1", "m1"));
        TestInstance.eventually(() -> messages.rows.size() == 1, here);
        TestInstance.eventually(() -> new Gauges(here.mesh).getUnsavedChannels() == 0, here);
        messages.away = true;
        get(here.mesh.channels().publish("chat:1", "m2"));
        get(here.mesh.channels().publish("chat:1", "m3"));

        String publication = "{\"channel\":\"chat:1\",\"message\":\"refused\"}";
        assertEquals("EUNAVAILABLE", code(client.call("mesh/publish-channel", publication)));
        assertInstanceOf(
                ClusterUnavailableException.class, failure(here.mesh.channels().publish("chat:1", "refused")));
        assertEquals(List.of("m3", "m2", "m1"), get(there.mesh.channels().history("chat:1", 3)));

        messages.away = false;
        TestInstance.eventually(() -> messages.rows.size() == 3, here);
        TestInstance.succeeds(
                () -> here.mesh.channels().publish("chat:1", "m4").thenApply(offset -> offset == 4), here);
        client.await(frame -> frame.toString().contains("\"message\":\"m4\""));
        assertEquals(
                List.of("m1", "m2", "m3", "m4"),
                client.events("mesh/subscription-message").stream()
                        .map(each -> each.asJsonObject().getString("message"))
                        .toList());
    }
}
