package io.meshws.conformance;

import io.meshws.conformance.Values.Sender;
import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Talks to a driver. Lines wait until they are asked for. */
final class Conversation {
    private final Driver driver;
    private final Duration patience;
    private final List<JsonObject> waiting = new ArrayList<>();
    private int calls;

    Conversation(Driver driver, Duration patience) {
        this.driver = driver;
        this.patience = patience;
    }

    /** Returns the number of the call. */
    int call(String client, String method, List<JsonValue> arguments) throws NotConformingException {
        JsonArrayBuilder array = Json.array();
        arguments.forEach(array::add);
        driver.tell(Json.object()
                .add("client", client)
                .add("number", ++calls)
                .add("call", method)
                .add("arguments", array)
                .build()
                .toString());
        return calls;
    }

    void outcome(int number, Step.Outcome expected, Values values) throws NotConformingException, InterruptedException {
        JsonObject said = await(line -> line.getInt("number", -1) == number, "no end of the call");
        if (expected instanceof Step.Outcome.Failure failure) {
            if (!failure.code().equals(said.getString("error", null))) {
                throw new NotConformingException(
                        "the call ended with " + said + ", and should fail with " + failure.code());
            }
        } else if (expected instanceof Step.Outcome.Result result) {
            JsonValue value = said.get("result");
            Optional<String> mismatch =
                    value == null ? Optional.of("not a result") : values.mismatch(result.value(), value, Sender.SERVER);
            if (mismatch.isPresent()) {
                throw new NotConformingException("the call ended with " + said + ": " + mismatch.get());
            }
        }
    }

    void told(String client, JsonValue expected, Values values) throws NotConformingException, InterruptedException {
        JsonObject said = await(
                line -> line.containsKey("tells")
                        && line.getString("client", "").equals(client),
                client + " was not told " + expected);
        Optional<String> mismatch = values.mismatch(expected, said.get("tells"), Sender.SERVER);
        if (mismatch.isPresent()) {
            throw new NotConformingException(client + " was told " + said.get("tells") + ": " + mismatch.get());
        }
    }

    /** All clients of the exchange are closed. */
    void end() throws NotConformingException, InterruptedException {
        driver.tell("{\"end\":true}");
        await(line -> line.containsKey("ended"), "no answer to the end");
    }

    void assertNothingElse() throws NotConformingException {
        if (!waiting.isEmpty()) {
            throw new NotConformingException("at the end:" + said());
        }
    }

    String said() {
        return waiting.isEmpty() ? "" : " the client also said " + waiting;
    }

    private JsonObject await(Predicate<JsonObject> wanted, String missing)
            throws NotConformingException, InterruptedException {
        for (Iterator<JsonObject> each = waiting.iterator(); each.hasNext(); ) {
            JsonObject line = each.next();
            if (wanted.test(line)) {
                each.remove();
                return line;
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String text = driver.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (text == null) {
                throw new NotConformingException(missing + " within " + patience.toSeconds() + " s;" + said());
            }
            JsonObject line = Json.readTrusted(text).asJsonObject();
            if (wanted.test(line)) {
                return line;
            }
            waiting.add(line);
        }
    }
}
