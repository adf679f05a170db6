package io.meshws.it.application;

import io.meshws.Command;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Lives for one call; its result is its number, and whether it's still alive. */
@Dependent
public class PerCall {
    @Inject
    private Lives lives;

    private int number;

    @PostConstruct
    void begin() {
        number = lives.begin("dependent");
    }

    @PreDestroy
    void end() {
        lives.end("dependent");
    }

    @Command("dependent")
    public int number() {
        return number;
    }
}
