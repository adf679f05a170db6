package io.meshws.protocol.pipe;

/** A message that is sent through a pipe. */
public interface PipeMessage {
    /** How many characters it has. */
    int length();
}
