package io.meshws.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshws.it.admission.Office;
import io.meshws.it.tokens.TokenLogin;
import io.meshws.protocol.Json;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients sign in with a token of MicroProfile JWT, which names the user. */
class TokenIT {
    private static final String ISSUER = "https://issuer.example";

    private static ServerProcess server;
    private static KeyPair keys;
    private static KeyPair others;

    @BeforeAll
    static void start() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        others = generator.generateKeyPair();
        String key = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        server = ServerProcess.launch(
                        Wars.configured(
                                Wars.withMesh(TokenLogin.class).addPackages(false, Office.class.getPackage()),
                                Map.of("mp.jwt.verify.publickey", key, "mp.jwt.verify.issuer", ISSUER)),
                        Map.of())
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String token(KeyPair signer, Instant end, String group) throws GeneralSecurityException {
        String claims = Json.object()
                .add("iss", ISSUER)
                .add("sub", "1")
                .add("upn", "ada")
                .add("jti", UUID.randomUUID().toString())
                .add("iat", Instant.now().minusSeconds(3600).getEpochSecond())
                .add("exp", end.getEpochSecond())
                .add("groups", Json.array().add(group))
                .build()
                .toString();
        String signed =
                base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static RawHandshake handshake(String token) {
        return RawHandshake.with(server.uri("/mesh"), "/mesh", "Authorization: Bearer " + token);
    }

    @Test
    void theUserOfATokenIsThePrincipalWithItsRoles() throws GeneralSecurityException {
        try (RawHandshake ada = handshake(token(keys, Instant.now().plusSeconds(600), "clerk"))) {
            assertEquals(101, ada.status());
            ada.text();
            ada.send("{\"id\":1,\"command\":\"who\"}");
            assertEquals(
                    "ada [clerk]", Json.readTrusted(ada.text()).asJsonObject().getString("payload"));
        }
    }

    @Test
    void tokensThatAreExpiredForgedOrTooLongLetNobodyIn() throws GeneralSecurityException {
        String good = token(keys, Instant.now().plusSeconds(600), "clerk");
        for (String bad : new String[] {
            token(keys, Instant.now().minusSeconds(600), "clerk"),
            token(others, Instant.now().plusSeconds(600), "clerk"),
            good.substring(0, good.lastIndexOf('.') + 1),
            "x".repeat(100_000)
        }) {
            try (RawHandshake thief = handshake(bad)) {
                assertNotEquals(101, thief.status());
            }
        }
    }
}
