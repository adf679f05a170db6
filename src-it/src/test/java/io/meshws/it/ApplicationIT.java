package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.application.Colour;
import io.meshws.it.application.FailingCommands;
import io.meshws.it.application.Lives.Count;
import io.meshws.it.application.Person;
import io.meshws.it.application.Team;
import io.meshws.it.application.Watching.Watched;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.transaction.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that uses mesh, seen by its clients. */
@ArquillianTest
class ApplicationIT extends ApplicationSetting {
    @Test
    void theServerAnswersWithoutMesh() {
        try (WireClient client = WireClient.connect(uri("/it/echo"))) {
            client.send("hello");

            assertEquals("hello", client.await());
        }
    }

    @Test
    void theDeploymentCanBeWatchedThroughJmx() {
        MeshClient client = connect();
        Watched watched = watch(client);

        assertEquals("io.meshws:application=\"/\",type=Mesh", watched.name());
        assertTrue(client.connectionId().startsWith(watched.instanceId()), watched::toString);
        assertTrue(watched.connections() > 0, watched::toString);
        Eventually.holds(
                "the latency is measured", PATIENCE, () -> watch(client).measured() > 0);
        assertTrue(watch(client).maxLatency() > 0);
    }

    private static Watched watch(MeshClient client) {
        List<Watched> deployments = client.commandSync("watch", null, listOf(Watched.class), PATIENCE);
        assertEquals(1, deployments.size(), deployments::toString);
        return deployments.get(0);
    }

    @Test
    void payloadsAndResultsOfEveryFormArrive() {
        MeshClient client = connect();
        Person ada = new Person("Ada", 36);
        Person bob = new Person("Bob", 40);

        assertEquals("ÉA", client.commandSync("upper", "éa", String.class));
        assertEquals(42, client.commandSync("next", 41, int.class));
        assertEquals(1, client.commandSync("next-or-first", null, int.class));
        assertEquals(42, client.commandSync("next-or-first", Json.readTrusted("4.1e1"), int.class));
        assertEquals(true, client.commandSync("not", false, boolean.class));
        assertEquals(new Person("Ada", 37), client.commandSync("birthday", ada, Person.class));
        assertEquals(ada, client.commandSync("lead", new Team("A", ada, List.of(bob)), Person.class));
        assertEquals(
                List.of(new Person("Ada", 37), new Person("Bob", 41)),
                client.<List<Person>>commandSync("older", List.of(ada, bob), listOf(Person.class), PATIENCE));
        assertEquals(Colour.GREEN, client.commandSync("other-colour", Colour.RED, Colour.class));
        assertEquals(new Person("Ada", 37), client.commandSync("later", ada, Person.class));
        assertNull(client.commandSync("refresh", null, String.class));
        JsonObject any = Json.object()
                .add("a", Json.array().add(1).addNull().add(true))
                .add("b", Json.object().add("c", 1.5))
                .build();
        assertEquals(any, client.commandSync("echo", any, JsonValue.class));
    }

    @Test
    void aMethodThatItsClassHasSeveralTimesIsOneCommand() {
        MeshClient client = connect();

        assertEquals("Ada", client.commandSync("inherited/generic", new Person("Ada", 36), String.class));
        assertEquals("a", client.commandSync("inherited/hidden", "a", String.class));
        assertEquals("a", client.commandSync("inherited/covariant", "a", String.class));
    }

    @Test
    void anAbsentPayloadIsNullIfTheTypeHasOneAndOtherwiseAnError() {
        try (WireClient client = WireClient.connect(uri("/mesh"))) {
            client.send("{\"id\":1,\"command\":\"upper\"}");
            client.send("{\"id\":2,\"command\":\"next\"}");

            assertTrue(reply(client, 1).endsWith("\"payload\":\"nothing\"}"));
            assertTrue(reply(client, 2).contains("\"code\":\"EPAYLOAD\""));
        }
    }

    @Test
    void aPayloadThatDoesNotFitIsRefusedWithItsPlace() {
        MeshClient client = connect();

        assertFails(client, "next", "text", "EPAYLOAD", "payload: ");
        assertFails(client, "birthday", Map.of("name", "Ada", "age", "old"), "EPAYLOAD", "payload.age: ");
        assertFails(
                client,
                "lead",
                Map.of("members", List.of(Map.of("age", 1), Map.of("age", 1.5))),
                "EPAYLOAD",
                "payload.members[1].age: ");
        assertFails(client, "other-colour", "BLUE", "EPAYLOAD", "payload: ");
        assertFails(client, "add", "no object", "EPAYLOAD", "payload: ");
    }

    @Test
    void aRequestScopedBeanLivesForOneCommand() {
        MeshClient client = connect();

        int first = client.commandSync("request-scoped", null, int.class);
        int second = client.commandSync("request-scoped", null, int.class);

        assertNotEquals(first, second);
        assertEquals(new Count(second, second), client.commandSync("lives", "request", Count.class));
    }

    @Test
    void aDependentBeanLivesForOneCall() {
        MeshClient client = connect();

        int first = client.commandSync("dependent", null, int.class);
        int second = client.commandSync("dependent", null, int.class);

        assertNotEquals(first, second);
        assertEquals(new Count(second, second), client.commandSync("lives", "dependent", Count.class));
    }

    @Test
    void anEjbHasCommandsToo() {
        MeshClient client = connect();

        assertEquals("Ada booked", client.commandSync("ejb", new Person("Ada", 36), String.class));
        assertFails(client, "ejb-refuses", null, "EFULL", "Fully booked");
    }

    @Test
    void aTransactionalCommandRunsInATransactionThatCommits() {
        MeshClient client = connect();

        assertEquals(Status.STATUS_ACTIVE, client.commandSync("transaction", key, int.class));
        assertEquals(Status.STATUS_COMMITTED, client.commandSync("transaction-end", key, int.class));
    }

    @Test
    void aTransactionIsRolledBackIfTheCommandThrows() {
        MeshClient client = connect();

        assertFails(client, "transaction-fails", key, "EBROKE", "No money left");
        assertEquals(Status.STATUS_ROLLEDBACK, client.commandSync("transaction-end", key, int.class));
    }

    @Test
    void constraintsOnPayloadsAreCheckedAndNamed() {
        MeshClient client = connect();

        assertEquals("Ada", client.commandSync("register", new Person("Ada", 36), String.class));
        assertFails(client, "register", new Person(" ", 36), "EVALIDATION", "payload.name: ");
        assertFails(client, "register", null, "EVALIDATION", "payload: ");
        Person ada = new Person("Ada", 36);
        assertFails(
                client,
                "register-team",
                new Team("A", ada, List.of(ada, new Person("", 1))),
                "EVALIDATION",
                "payload.members[1].name: ");
        assertFails(
                client, "register-team", new Team("A", new Person("", 1), null), "EVALIDATION", "payload.lead.name: ");
    }

    @Test
    void middlewareRunsInOrderGlobalBeforeBoundBeforeTheCommandsOwn() {
        MeshClient client = connect();

        assertEquals("first second bound", client.commandSync("trace", null, String.class));
        assertEquals("first second bound own", client.commandSync("traced-at-start", null, String.class));
    }

    @Test
    void middlewareLeavesAttributesAndRefuses() {
        MeshClient stranger = connect();
        MeshClient ada = connect("/mesh", Map.of("X-User", "Ada"));

        assertEquals("nobody", stranger.commandSync("user", null, String.class));
        assertEquals("Ada", ada.commandSync("user", null, String.class));
        assertFails(stranger, "guarded/open", null, "EFORBIDDEN", "Who are you?");
        assertEquals("behind the guard", ada.commandSync("guarded/open", null, String.class));
    }

    @Test
    void middlewareChangesResults() {
        assertEquals(14, connect().commandSync("doubled", 7, int.class));
    }

    @Test
    void middlewareGuardsTheBuiltInCommands() {
        MeshClient client = connect();

        assertFails(
                client, "mesh/join-room", Map.of("roomName", "private-" + key), "EFORBIDDEN", "This room is private");
        JsonObject joined = client.commandSync("mesh/join-room", Map.of("roomName", key), JsonObject.class);

        assertEquals(
                Json.object()
                        .add("success", true)
                        .add("present", Json.array().add(client.connectionId()))
                        .build(),
                joined);
    }

    @Test
    void commandsAreExposedAndConcealedWhileRunning() {
        MeshClient client = connect();
        assertFails(client, key, "x", "ENOTFOUND", "Command \"" + key + "\" not found");

        client.commandSync("expose", key, Void.class);
        assertEquals(key + " of x", client.commandSync(key, "x", String.class));

        assertTrue(client.commandSync("conceal", key, boolean.class));
        assertFails(client, key, "x", "ENOTFOUND", "Command \"" + key + "\" not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throws-unchecked",
                "throws-checked",
                "throws-error",
                "fails-later",
                "unserialisable",
                "not-a-number",
                "throws-while-written"
            })
    void anInternalFailureIsAnsweredNeutrallyWithAReferenceAndTheConnectionGoesOn(String command) {
        MeshClient client = connect();

        MeshClientException e =
                assertThrows(MeshClientException.class, () -> client.commandSync(command, null, JsonValue.class));

        assertEquals("ESERVER", e.code());
        assertNotNull(e.reference());
        assertEquals("The server failed; see its log for reference " + e.reference(), e.getMessage());
        assertFalse(e.getMessage().contains(FailingCommands.SECRET));
        assertEquals("A", client.commandSync("upper", "a", String.class));
    }

    @Test
    void errorsThatAreMeantForClientsArriveWithCodeNameAndMessage() {
        MeshClient client = connect();

        MeshClientException e =
                assertThrows(MeshClientException.class, () -> client.commandSync("pay", 1, JsonValue.class));

        assertEquals("ECARD", e.code());
        assertEquals("PaymentError", e.name());
        assertEquals("Card refused", e.getMessage());
        assertFails(client, "refuses-later", null, "ELATE", "Too late");
    }

    @Test
    void aCommandThatNeverCompletesIsAnsweredInTimeAndOthersDoNotWaitForIt() {
        MeshClient client = connect();
        CompletableFuture<JsonValue> never = client.command("never", null, JsonValue.class);

        assertEquals("A", client.commandSync("upper", "a", String.class));

        MeshClientException e = assertThrows(MeshClientException.class, () -> join(never));
        assertEquals("ETIMEOUT", e.code());
        assertEquals("Command \"never\" returned no result in time", e.getMessage());
    }
}
