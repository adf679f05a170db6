package io.meshws.it.admission;

import io.meshws.Authenticator;
import io.meshws.ClientHandshake;
import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.MeshConnection;
import io.meshws.protocol.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows everyone who says {@code clerk NAME} or {@code guest NAME}, in the header {@code Pass} or as credential. */
@ApplicationScoped
public class Passes implements Authenticator {
    @Override
    public CompletionStage<Optional<Identity>> authenticate(ClientHandshake handshake) {
        List<String> pass = handshake.headers().getOrDefault("Pass", List.of());
        return pass.isEmpty() ? CompletableFuture.completedStage(Optional.empty()) : answer(pass.get(0));
    }

    @Override
    public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
        return answer(credential instanceof JsonString text ? text.getString() : "");
    }

    private static CompletionStage<Optional<Identity>> answer(String pass) {
        switch (pass) {
            case "banned":
                throw new CommandException("EBANNED", "Not you");
            case "busy":
                throw new CommandException(ErrorCode.EBUSY, "Later");
            case "broken":
                throw new IllegalStateException("the authenticator's own words");
            case "never":
                return new CompletableFuture<>();
            case "null":
                return null;
            default:
                String[] words = pass.split(" ");
                if (words.length != 2) {
                    throw new CommandException(ErrorCode.EUNAUTHENTICATED, "Who are you?");
                }
                return CompletableFuture.completedStage(
                        Optional.of(Identity.of(words[1]).withRoles(List.of(words[0]))));
        }
    }
}
