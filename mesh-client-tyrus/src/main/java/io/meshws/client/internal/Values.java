package io.meshws.client.internal;

import io.meshws.client.MeshClientException;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;

/** Values of the application as JSON. Each method fails with {@code EPAYLOAD}. */
final class Values {
    private Values() {}

    static String text(JsonBinding binding, Object value) {
        try {
            return binding.toText(value);
        } catch (JsonbException e) {
            throw cannotBeWritten(e);
        }
    }

    static JsonValue json(JsonBinding binding, Object value) {
        try {
            return binding.toJson(value);
        } catch (JsonbException e) {
            throw cannotBeWritten(e);
        }
    }

    private static MeshClientException cannotBeWritten(JsonbException e) {
        return MeshClientException.of(
                ErrorCode.EPAYLOAD.body("The payload cannot be written as JSON: " + e.getMessage()), e);
    }
}
