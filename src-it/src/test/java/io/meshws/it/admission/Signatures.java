package io.meshws.it.admission;

import io.meshws.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Principal;

/** Signs for the sender of the command, without being told. */
@ApplicationScoped
public class Signatures {
    @Inject
    private Caller caller;

    public String signature() {
        return caller.principal().map(Principal::getName).orElse("nobody") + " " + caller.roles();
    }
}
