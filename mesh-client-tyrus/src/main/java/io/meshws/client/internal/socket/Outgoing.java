package io.meshws.client.internal.socket;

/** A message on its way: text, or a {@link io.meshws.protocol.BinaryFrame}. */
public interface Outgoing {

    String text();

    /**
     * From now on the server may receive it: if the connection is lost, that is unknown. Called before the first byte
     * is sent, by the thread that sends.
     */
    void sending();

    static Outgoing of(String text) {
        return new Outgoing() {
            @Override
            public String text() {
                return text;
            }

            @Override
            public void sending() {}
        };
    }
}
