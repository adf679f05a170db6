package io.meshws.client;

/** How taking a name ends if it has another holder. */
public enum IfTaken {
    /** Don't take it. */
    REFUSE,
    /** Take it from them, if the server lets this client. */
    REPLACE
}
