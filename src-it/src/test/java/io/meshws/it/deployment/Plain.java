package io.meshws.it.deployment;

import io.meshws.Command;

/** Isn't a bean: it has no scope. */
public class Plain {
    @Command("plain")
    public String plain() {
        return "plain";
    }
}
