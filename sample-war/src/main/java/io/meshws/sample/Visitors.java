package io.meshws.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshws.Authenticator;
import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.MeshConnection;
import io.meshws.protocol.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Signs visitors in. The page makes up a pass and keeps it: clients that send the same one are the same visitor, in every tab and
 * on every instance. An application with accounts checks a password or a token here instead.
 */
@ApplicationScoped
public class Visitors implements Authenticator {
    private static final String PASS = "[0-9a-f]{32}";
    private static final String NAME = "\\S.{0,22}\\S|\\S";

    /** A visitor as others see them. */
    public record Visitor(String id, String name, int hue) {}

    private record Guest(Visitor visitor) implements Principal {
        @Override
        public String getName() {
            return visitor.id();
        }
    }

    /** Before anything else of a connection, and again if the visitor takes another name. */
    @Override
    public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
        return CompletableFuture.completedStage(visitor(credential).map(visitor -> Identity.of(new Guest(visitor))));
    }

    private static Optional<Visitor> visitor(JsonValue credential) {
        if (credential instanceof JsonObject given
                && given.get("pass") instanceof JsonString pass
                && pass.getString().matches(PASS)
                && given.get("name") instanceof JsonString name
                && name.getString().matches(NAME)
                && given.get("hue") instanceof JsonNumber hue) {
            return Optional.of(new Visitor(idOf(pass.getString()), name.getString(), hue.intValue()));
        }
        return Optional.empty();
    }

    /** Others see the id: it must not tell the pass. */
    private static String idOf(String pass) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(pass.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** The user that the server knows a visitor as. */
    @Command("me")
    public Visitor me(MeshConnection connection) {
        return of(connection);
    }

    static Visitor of(MeshConnection connection) {
        return connection
                .principal()
                .filter(Guest.class::isInstance)
                .map(guest -> ((Guest) guest).visitor())
                .orElseThrow(() -> new CommandException(ErrorCode.EUNAUTHENTICATED, "Sign in first"));
    }
}
