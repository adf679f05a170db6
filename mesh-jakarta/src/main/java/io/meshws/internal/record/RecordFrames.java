package io.meshws.internal.record;

import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.util.HashMap;
import java.util.Map;

/** The frames for one version of a record, each encoded once, when first needed. Not thread-safe. */
final class RecordFrames {
    private final String recordId;
    private final RecordState state;
    private final String patchText;
    private String valueText;
    private String full;
    private final Map<String, RecordView> views = new HashMap<>();
    private String patch;

    /**
     * @param patchText null if there is none
     * @param valueText null if it has not been created yet
     */
    RecordFrames(String recordId, RecordState state, String patchText, String valueText) {
        this.recordId = recordId;
        this.state = state;
        this.patchText = patchText;
        this.valueText = valueText;
    }

    static RecordFrames of(String recordId, RecordState state) {
        return new RecordFrames(recordId, state, null, null);
    }

    static RecordFrames of(String recordId, Stored stored) {
        return new RecordFrames(recordId, RecordState.of(stored), null, stored.value());
    }

    RecordState state() {
        return state;
    }

    boolean hasPatch() {
        return patchText != null;
    }

    String patch() {
        if (patch == null) {
            patch = update("patch", patchText);
        }
        return patch;
    }

    /** A frame with the whole value, or one that says that the record was deleted. */
    String full() {
        if (full == null) {
            full = state.value() == null && state.version() > 0 ? deletion() : update("full", valueText());
        }
        return full;
    }

    /** For the members of a collection. */
    RecordView view(String collectionId) {
        return views.computeIfAbsent(collectionId, id -> {
            if (state.value() == null) {
                return new RecordView(recordId, state.version(), null, null);
            }
            String frame = FrameText.event(
                    BuiltIn.RECORD_UPDATE,
                    "{\"recordId\":" + Json.quote(recordId) + ",\"full\":" + valueText() + ",\"version\":"
                            + state.version() + ",\"collectionId\":" + Json.quote(id) + "}");
            return new RecordView(recordId, state.version(), valueText(), frame);
        });
    }

    private String valueText() {
        if (valueText == null) {
            valueText = state.value() == null ? "null" : Json.text(state.value());
        }
        return valueText;
    }

    private String update(String form, String text) {
        return FrameText.event(
                BuiltIn.RECORD_UPDATE,
                "{\"recordId\":" + Json.quote(recordId) + ",\"" + form + "\":" + text + ",\"version\":"
                        + state.version() + "}");
    }

    private String deletion() {
        return FrameText.event(
                BuiltIn.RECORD_DELETED,
                "{\"recordId\":" + Json.quote(recordId) + ",\"version\":" + state.version() + "}");
    }
}
