package io.meshws.it.invalid;

import io.meshws.Command;
import jakarta.enterprise.context.ApplicationScoped;

/** Commands that cannot be. */
@ApplicationScoped
public class Mistakes {
    record Hidden(String text) {}

    @Command("twice")
    public void first() {}

    @Command("twice")
    public void second() {}

    @Command("two-payloads")
    public void twoPayloads(String one, int two) {}

    @Command("private")
    private void hidden() {}

    @Command("hidden-payload")
    public void hiddenPayload(Hidden payload) {}

    @Command("mesh/reserved")
    public void reserved() {}
}
