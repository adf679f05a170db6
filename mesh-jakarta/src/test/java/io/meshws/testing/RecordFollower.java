package io.meshws.testing;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** The copy of a record that one client of a test keeps, from all frames that it has received. */
public final class RecordFollower {
    private final TestClient client;
    private final String recordId;

    public RecordFollower(TestClient client, String recordId) {
        this.client = client;
        this.recordId = recordId;
    }

    public String recordId() {
        return recordId;
    }

    public TestClient client() {
        return client;
    }

    public JsonValue value() {
        return copy().held().value();
    }

    public long version() {
        return copy().held().version();
    }

    /** Updates that should not have come. */
    public List<String> faults() {
        return copy().faults();
    }

    private FollowedRecord copy() {
        FollowedRecord copy = new FollowedRecord(true);
        for (JsonObject frame : client.received()) {
            if (!(frame.get("payload") instanceof JsonObject payload)) {
                continue;
            }
            String command = frame.getString("command");
            if (command.equals("mesh/subscribe-record") && payload.containsKey("version")) {
                copy.replied(payload);
            } else if (command.startsWith("mesh/record-")
                    && payload.getString("recordId").equals(recordId)) {
                copy.updated(payload);
            }
        }
        return copy;
    }
}
