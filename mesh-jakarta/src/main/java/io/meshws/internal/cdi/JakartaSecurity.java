package io.meshws.internal.cdi;

import io.meshws.Authenticator;
import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.protocol.ErrorCode;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Has the identity stores of Jakarta Security check names and passwords. A plain servlet container has none. */
final class JakartaSecurity {
    private static final String HANDLER = "jakarta.security.enterprise.identitystore.IdentityStoreHandler";

    /** Payara Micro has it in every application; it knows no passwords. */
    private static final String OPEN_ID = "fish.payara.security.openid.OpenIdIdentityStore";

    private JakartaSecurity() {}

    /** Empty if the server has no Jakarta Security, or the application has no identity store. */
    static Optional<Authenticator> authenticator(BeanManager beans) {
        try {
            Class.forName(HANDLER, false, JakartaSecurity.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
        return Stores.authenticator(beans);
    }

    /** Loaded only if the API is available. */
    private static final class Stores {
        static Optional<Authenticator> authenticator(BeanManager beans) {
            Set<Bean<?>> handlers = beans.getBeans(IdentityStoreHandler.class);
            // Servers have a handler for every application. Without stores, only one of the application's own beside it
            // knows anybody.
            boolean storesExist = beans.getBeans(IdentityStore.class, Any.Literal.INSTANCE).stream()
                    .anyMatch(store -> !store.getBeanClass().getName().equals(OPEN_ID));
            if (handlers.isEmpty() || (handlers.size() == 1 && !storesExist)) {
                return Optional.empty();
            }
            Bean<?> handler = beans.resolve(handlers);
            return Optional.of((connection, credential) ->
                    CompletableFuture.completedStage(checked(((IdentityStoreHandler) beans.getReference(
                                    handler, IdentityStoreHandler.class, beans.createCreationalContext(handler)))
                            .validate(credentialOf(credential)))));
        }

        private static UsernamePasswordCredential credentialOf(JsonValue given) {
            if (given instanceof JsonObject object
                    && object.get("username") instanceof JsonString name
                    && object.get("password") instanceof JsonString password) {
                return new UsernamePasswordCredential(name.getString(), password.getString());
            }
            throw new CommandException(
                    ErrorCode.EUNAUTHENTICATED, "payload.credential: expected an object with username and password");
        }

        private static Optional<Identity> checked(CredentialValidationResult result) {
            return result.getStatus() == CredentialValidationResult.Status.VALID
                    ? Optional.of(Identity.of(result.getCallerPrincipal()).withRoles(result.getCallerGroups()))
                    : Optional.empty();
        }
    }
}
