package io.meshws.client;

import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;

/** A client with an end of a pipe, and a server that plays the other one. */
abstract class PipeScript extends OfflineSetting {
    static final String ADDRESS = "\"name\":\"ada\",\"from\":\"bob\",\"pipe\":\"p\"";

    void says(String event, String members) {
        server.send(FrameText.event(event, "{" + members + "}"));
    }

    /** The next event of the client with this name. */
    String next(String event) throws InterruptedException {
        while (true) {
            Frame frame = server.next();
            if (frame instanceof Frame.Event found && found.command().equals(event)) {
                return found.payload().toString();
            }
        }
    }
}
