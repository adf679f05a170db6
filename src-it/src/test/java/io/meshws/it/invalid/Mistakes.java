package io.meshws.it.invalid;

import io.meshws.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Methods that can't be commands. */
@ApplicationScoped
public class Mistakes {
    record Hidden(String text) {}

    @ApplicationScoped
    public static class Base {
        @Command("inherited")
        public void inherited() {}
    }

    @ApplicationScoped
    public static class Sub extends Base {}

    public interface Shape {}

    public static final class Closed {
        private Closed() {}
    }

    public record Drawing(String name, List<Shape> shapes) {}

    @Command("interface")
    public void ofInterface(Drawing drawing) {}

    @Command("closed")
    public void closed(Closed payload) {}

    @Command("future")
    public Future<String> future() {
        return null;
    }

    @Command("stages")
    public CompletionStage<List<CompletionStage<String>>> stages() {
        return null;
    }

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
