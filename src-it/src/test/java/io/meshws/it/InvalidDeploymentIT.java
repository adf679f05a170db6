package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.invalid.Guards;
import io.meshws.it.invalid.Mistakes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class InvalidDeploymentIT {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String CLASS = Mistakes.class.getName();
    private static final String GUARDS = Guards.class.getName() + "$";

    /** What each message names, in this order. */
    private static final List<List<String>> MESSAGES = List.of(
            List.of("@Command(\"twice\") is on both", CLASS + ".", "and " + CLASS + ".", "rename one"),
            List.of(
                    "@Command(\"two-payloads\") " + CLASS + ".twoPayloads",
                    "more than one parameter",
                    "bind one record"),
            List.of("@Command(\"private\") " + CLASS + ".hidden", "neither static nor private", "remove the modifier"),
            List.of(
                    "@Command(\"hidden-payload\") " + CLASS + ".hiddenPayload",
                    CLASS + "$Hidden",
                    "make the type public"),
            List.of(
                    "@Command(\"inherited\") " + CLASS + "$Base.inherited: two beans have this method",
                    CLASS + "$",
                    " and " + CLASS + "$",
                    "make the superclass abstract"),
            List.of(
                    "@Command(\"interface\") " + CLASS + ".ofInterface",
                    "JSON-B cannot make a value of " + CLASS + "$Shape, which is an interface",
                    "give your Jsonb bean an adapter"),
            List.of(
                    "@Command(\"closed\") " + CLASS + ".closed",
                    "JSON-B cannot make a value of " + CLASS + "$Closed, which has no public constructor",
                    "use a record"),
            List.of(
                    "@Command(\"future\") " + CLASS + ".future",
                    "nothing waits for the java.util.concurrent.Future that it returns",
                    "return a CompletionStage"),
            List.of(
                    "@Command(\"stages\") " + CLASS + ".stages",
                    "nothing waits for the java.util.concurrent.CompletionStage in its result",
                    "return one CompletionStage of the whole value"),
            List.of("@Command(\"mesh/reserved\") " + CLASS + ".reserved", "is reserved", "rename it"),
            List.of(
                    "@ForCommands(\"mesh/joinroom\") on " + GUARDS + "Misspelt",
                    "is none of mesh's commands",
                    "did you mean mesh/join-room?"),
            List.of("@ForCommands(\"mesh/jion*\") on " + GUARDS + "MisspeltPrefix", "none of mesh's commands"),
            List.of("@ForCommands(\"ping\") on " + GUARDS + "NoCommand", "can never be a command", "is reserved"),
            List.of("@ForCommands on " + GUARDS + "Nothing", "names no command", "remove the annotation"),
            List.of(
                    "mesh.redis.uri: the given value is not allowed",
                    "several hosts need redis-cluster:// or redis-sentinel://"),
            List.of("MESH-0008 The property mesh.pinginterval is unknown", "did you mean mesh.ping-interval?"),
            List.of("mesh.command-timeout: 'abc' is not allowed", "allowed is a time such as"),
            List.of("mesh.paths: 'no-slash' is not allowed", "allowed is paths that begin with '/'"));

    @Test
    void an_application_with_mistakes_is_not_deployed_and_the_log_names_each_with_its_fix() {
        try (ServerProcess server = ServerProcess.launch(
                Wars.withMesh().addPackage(Mistakes.class.getPackage()),
                Map.of(
                        "mesh.command-timeout",
                        "abc",
                        "mesh.paths",
                        "no-slash",
                        "mesh.redis.uri",
                        "redis://:secret@a,b",
                        "mesh.pinginterval",
                        "1s"))) {
            Eventually.holds("the server gave up the deployment", PATIENCE, server::hasRefused);

            String log = server.log();
            assertAll(MESSAGES.stream()
                    .map(parts -> () -> assertTrue(
                            log.lines().anyMatch(line -> containsInOrder(line, parts)),
                            parts + " is not in a line of " + log)));
            assertThrows(CompletionException.class, () -> WireClient.connect(server.uri("/mesh")));
        }
    }

    private static boolean containsInOrder(String line, List<String> parts) {
        int from = 0;
        for (String part : parts) {
            int at = line.indexOf(part, from);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }
}
