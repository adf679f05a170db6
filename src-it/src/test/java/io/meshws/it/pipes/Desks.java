package io.meshws.it.pipes;

import io.meshws.Command;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.Names;
import io.meshws.Pipes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** Lets every client take names, and open pipes from phones to desks. */
@ApplicationScoped
public class Desks {
    void allow(@Observes @Initialized(ApplicationScoped.class) Object start, Names names, Pipes pipes) {
        names.allow(Pattern.compile("(phone|desk)-.+"), Guard.ANYONE);
        pipes.allow(Pattern.compile("phone-.+"), Pattern.compile("desk-.+"), Guard.ANYONE);
    }

    /** An event for the caller. */
    @Command("return")
    public void giveBack(int number, MeshConnection caller) {
        caller.send("returned", number);
    }
}
