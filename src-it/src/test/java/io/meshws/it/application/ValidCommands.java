package io.meshws.it.application;

import io.meshws.Command;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** Bean Validation on payloads. */
@ApplicationScoped
public class ValidCommands {
    @Command("register")
    public String register(@Valid @NotNull Person person) {
        return person.name();
    }

    @Command("register-team")
    public String register(@Valid Team team) {
        return team.name();
    }
}
