package io.meshws.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.admission.Office;
import io.meshws.it.callers.Vault;
import io.meshws.it.stores.BasicLogin;
import io.meshws.it.stores.Users;
import io.meshws.protocol.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server authenticates the user of the handshake, here with Basic authentication of Jakarta Security. */
class ServerIdentityIT {
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.launch(
                        Wars.withMesh(Users.class, BasicLogin.class)
                                .addPackages(false, Office.class.getPackage(), Vault.class.getPackage()),
                        Map.of())
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHandshake handshake(String... headers) {
        return RawHandshake.with(server.uri("/mesh"), "/mesh", headers);
    }

    private static String basic(String password) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(("ada:" + password).getBytes(UTF_8));
    }

    private static String answer(RawHandshake client, String command) {
        client.text();
        client.send("{\"id\":1,\"command\":\"" + command + "\"}");
        return Json.readTrusted(client.text()).asJsonObject().get("payload").toString();
    }

    @Test
    void theUserOfTheServerIsThePrincipalWithItsRoles() {
        try (RawHandshake ada = handshake(basic("lovelace"))) {
            assertEquals(101, ada.status());
            assertEquals("\"ada [mathematicians]\"", answer(ada, "who"));
        }
    }

    /** The guide says so. */
    @Test
    void theServerKnowsTheCallerOnlyWithinAContextThatTheApplicationCaptured() {
        try (RawHandshake ada = handshake(basic("lovelace"))) {
            ada.text();
            ada.send("{\"id\":1,\"command\":\"try-vault\"}");
            String request = Json.readTrusted(ada.text()).asJsonObject().getString("id");
            ada.send("{\"id\":\"" + request + "\",\"command\":\"mesh/reply\",\"payload\":true}");
            assertEquals(
                    "[\"closed\",\"open\",\"closed\",\"open\"]",
                    Json.readTrusted(ada.text()).asJsonObject().get("payload").toString());
        }
    }

    /** The endpoint isn't protected: servers may let strangers through, and do so for a wrong password too. */
    @Test
    void aClientThatIsNotAuthenticatedHasNoPrincipal() {
        for (String header : List.of("X-None: 1", basic("byron"))) {
            try (RawHandshake stranger = handshake(header)) {
                String answer = stranger.status() == 101 ? answer(stranger, "who") : "EFORBIDDEN";
                assertTrue(answer.contains("EFORBIDDEN"), answer);
            }
        }
    }

    @Test
    void theApplicationPrevailsOverTheServer() {
        try (RawHandshake clerk = handshake(basic("lovelace"), "Pass: clerk bob")) {
            assertEquals("\"bob [clerk]\"", answer(clerk, "who"));
        }
    }
}
