package io.meshws.internal.pipe;

/** A client's request for a pipe, while the guard decides about it. Each is only equal to itself. */
final class ClientOpening {
    private final PipeKey key;

    ClientOpening(PipeKey key) {
        this.key = key;
    }

    PipeKey key() {
        return key;
    }
}
