package io.meshws.internal.name;

import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore.Claim;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;

/** The frames that tell clients of names. */
final class NameFrames {
    private NameFrames() {}

    /** The holder lost its name. */
    static String lost(Claim claim, NameEntry now) {
        return FrameText.event(
                BuiltIn.NAME_LOST,
                "{\"name\":" + Json.quote(claim.name()) + ",\"reason\":\"" + reason(claim, now) + "\"}");
    }

    private static String reason(Claim claim, NameEntry now) {
        if (now.state() == State.FREE) {
            return "freed";
        }
        return now.incarnation().equals(claim.incarnation()) ? "elsewhere" : "replaced";
    }
}
