package io.meshws.internal.pipe;

import io.meshws.CommandException;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.pipe.PipeBytes;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * A frame that passes through a pipe.
 *
 * @param id of the pipe
 * @param text the frame for the other end
 */
record PipeFrame(String id, String text) {

    /** @throws CommandException if it does not have the form */
    static PipeFrame read(String command, JsonValue payload) {
        if (!(payload instanceof JsonObject object)) {
            throw expected("payload: expected an object");
        }
        if (!(object.get("id") instanceof JsonString id)) {
            throw expected("payload.id: expected a string");
        }
        if (!(object.get("n") instanceof JsonNumber number) || !isNumber(number)) {
            throw expected("payload.n: expected a whole number from 0");
        }
        StringBuilder passed = new StringBuilder("{\"id\":").append(Json.quote(id.getString()));
        passed.append(",\"n\":").append(number.longValue());
        JsonValue data = object.get("data");
        if (data != null && command.equals(BuiltIn.PIPE)) {
            passed.append(JsonValue.TRUE.equals(object.get("alone")) ? ",\"alone\":true" : "");
            passed.append(",\"data\":").append(Json.text(data));
        }
        return new PipeFrame(
                id.getString(), FrameText.event(command, passed.append('}').toString()));
    }

    /**
     * Reads bytes.
     *
     * @throws CommandException if they don't have the form
     */
    static PipeFrame read(String frame) {
        PipeBytes read = PipeBytes.read(frame).orElseThrow(() -> expected("The bytes are no message of a pipe"));
        return new PipeFrame(read.id(), frame);
    }

    private static boolean isNumber(JsonNumber number) {
        return number.isIntegral() && number.bigIntegerValue().bitLength() < Long.SIZE && number.longValue() >= 0;
    }

    private static CommandException expected(String what) {
        return new CommandException(ErrorCode.EPAYLOAD, what);
    }
}
