package io.meshws.it.stores;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Knows one user. */
@ApplicationScoped
public class Users implements IdentityStore {
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        return credential.compareTo("ada", "lovelace")
                ? new CredentialValidationResult("ada", Set.of("mathematicians"))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
