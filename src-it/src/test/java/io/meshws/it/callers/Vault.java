package io.meshws.it.callers;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;

/** Opens for mathematicians; the server decides who they are. */
@Stateless
@RolesAllowed("mathematicians")
public class Vault {
    public String open() {
        return "open";
    }
}
