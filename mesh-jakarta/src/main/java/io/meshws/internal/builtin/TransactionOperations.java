package io.meshws.internal.builtin;

import io.meshws.MeshContext;
import io.meshws.Records;
import io.meshws.internal.record.RecordOperation;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the operations of {@code mesh/transaction}. Null counts as absent, except as a value. */
final class TransactionOperations {
    private TransactionOperations() {}

    static List<RecordOperation> of(MeshContext context) {
        if (!(Payloads.optional(context, "operations") instanceof JsonArray all)
                || all.isEmpty()
                || all.size() > Records.MAX_TRANSACTION) {
            throw Payloads.expected("operations", "an array of 1 to " + Records.MAX_TRANSACTION + " operations");
        }
        List<RecordOperation> operations = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String name = "operations[" + i + "]";
            if (!(all.get(i) instanceof JsonObject members)) {
                throw Payloads.expected(name, "an object");
            }
            RecordOperation operation = new Operation(members, name).read();
            Payloads.checkName(context, operation.recordId(), "record id");
            operations.add(operation);
        }
        return operations;
    }

    private record Operation(JsonObject members, String name) {

        RecordOperation read() {
            String recordId = string("recordId");
            Long expectedVersion = Payloads.version(option("expectedVersion"), name + ".options.expectedVersion");
            return switch (string("op")) {
                case "write" -> write(recordId, expectedVersion);
                case "change" -> {
                    checkAbsent("newValue");
                    checkNoStrategy();
                    yield RecordOperation.change(recordId, member("changes"), expectedVersion);
                }
                case "delete" -> {
                    checkAbsent("newValue");
                    checkAbsent("changes");
                    checkNoStrategy();
                    yield RecordOperation.delete(recordId, expectedVersion);
                }
                default -> throw Payloads.expected(name + ".op", "write, change or delete");
            };
        }

        private RecordOperation write(String recordId, Long expectedVersion) {
            checkAbsent("changes");
            JsonValue value = members.get("newValue");
            if (value == null) {
                throw Payloads.expected(name + ".newValue", "a value");
            }
            return RecordOperation.write(
                    recordId,
                    value,
                    Payloads.strategy(option("strategy"), name + ".options.strategy"),
                    expectedVersion);
        }

        private String string(String member) {
            if (member(member) instanceof JsonString text) {
                return text.getString();
            }
            throw Payloads.expected(name + "." + member, "a string");
        }

        private JsonValue member(String member) {
            return members.getOrDefault(member, JsonValue.NULL);
        }

        private JsonValue option(String option) {
            return member("options") instanceof JsonObject options
                    ? options.getOrDefault(option, JsonValue.NULL)
                    : JsonValue.NULL;
        }

        private void checkAbsent(String member) {
            if (members.get(member) != null) {
                throw Payloads.expected(name + "." + member, "nothing beside this op");
            }
        }

        private void checkNoStrategy() {
            if (option("strategy") != JsonValue.NULL) {
                throw Payloads.expected(name + ".options.strategy", "nothing beside this op");
            }
        }
    }
}
