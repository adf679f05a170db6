package io.meshws.it.figures;

import io.meshws.Command;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonValue;

/** Echoes the payloads of clerks. */
@ApplicationScoped
public class GuardedEcho {
    @RolesAllowed("clerk")
    @Command("echo")
    public JsonValue echo(JsonValue payload) {
        return payload;
    }
}
