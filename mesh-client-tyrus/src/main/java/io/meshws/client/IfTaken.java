package io.meshws.client;

/** What to do if somebody else has a name that a client wants to take. */
public enum IfTaken {
    /** Don't take it. */
    REFUSE,
    /** Take it from them, if the server lets this client. */
    REPLACE
}
