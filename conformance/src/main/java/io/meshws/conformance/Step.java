package io.meshws.conformance;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One step of an exchange. Connections have names. */
sealed interface Step {
    /** A client connects, and the server gives it its id, which the name stands for from then on. */
    record Connect(String connection, String query) implements Step {}

    /**
     * A client sends a frame, because of this call if there is one.
     *
     * @param mayAsk the replies to commands that it may send before
     */
    record Sends(String connection, JsonObject frame, Optional<Call> call, JsonObject mayAsk) implements Step {}

    /** A client sends a text that is no frame. */
    record SendsText(String connection, String text) implements Step {}

    /** A call that sends nothing. */
    record Calls(String connection, Call call) implements Step {}

    /** The server sends a frame. */
    record Receives(String connection, JsonObject frame, Optional<Outcome> outcome, List<JsonValue> tells)
            implements Step {}

    /** The server sends these frames in any order. */
    record AnyOrder(List<Receives> steps) implements Step {}

    /** A client closes its connection. */
    record Closes(String connection) implements Step {}

    /** A call of a client's methods. */
    record Call(String method, List<JsonValue> arguments) {}

    /** How a call ends: with a value, or with an error of this code. */
    sealed interface Outcome {
        record Result(JsonValue value) implements Outcome {}

        record Failure(String code) implements Outcome {}
    }

    static Step read(JsonObject step) {
        if (step.containsKey("connect")) {
            return new Connect(step.getString("connect"), step.getString("query", ""));
        }
        if (step.containsKey("anyOrder")) {
            return new AnyOrder(step.getJsonArray("anyOrder").stream()
                    .map(each -> receives(each.asJsonObject()))
                    .toList());
        }
        if (step.containsKey("closes")) {
            return new Closes(step.getString("closes"));
        }
        if (step.containsKey("server")) {
            return receives(step);
        }
        String client = step.getString("client");
        if (step.containsKey("text")) {
            return new SendsText(client, step.getString("text"));
        }
        Optional<Call> call = Optional.ofNullable(step.getJsonArray("call")).map(Step::call);
        return step.containsKey("frame")
                ? new Sends(
                        client,
                        step.getJsonObject("frame"),
                        call,
                        step.getOrDefault("mayAsk", JsonValue.EMPTY_JSON_OBJECT).asJsonObject())
                : new Calls(client, call.orElseThrow());
    }

    private static Receives receives(JsonObject step) {
        Optional<Outcome> outcome = Optional.empty();
        if (step.containsKey("result")) {
            outcome = Optional.of(new Outcome.Result(step.get("result")));
        } else if (step.containsKey("error")) {
            outcome = Optional.of(new Outcome.Failure(step.getString("error")));
        }
        return new Receives(
                step.getString("server"),
                step.getJsonObject("frame"),
                outcome,
                step.containsKey("tells") ? List.copyOf(step.getJsonArray("tells")) : List.of());
    }

    private static Call call(JsonArray words) {
        return new Call(((JsonString) words.get(0)).getString(), List.copyOf(words.subList(1, words.size())));
    }

    /** The frames in it. */
    default Stream<JsonObject> frames() {
        if (this instanceof Sends sends) {
            return Stream.of(sends.frame());
        }
        if (this instanceof Receives receives) {
            return Stream.of(receives.frame());
        }
        return this instanceof AnyOrder any ? any.steps().stream().map(Receives::frame) : Stream.of();
    }
}
