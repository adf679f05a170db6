package io.meshws.it.application;

import io.meshws.Command;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** Lives for one command; its result is its number. */
@RequestScoped
public class PerCommand {
    @Inject
    private Lives lives;

    private int number;

    @PostConstruct
    void begin() {
        number = lives.begin("request");
    }

    @PreDestroy
    void end() {
        lives.end("request");
    }

    @Command("request-scoped")
    public int number() {
        return number;
    }
}
