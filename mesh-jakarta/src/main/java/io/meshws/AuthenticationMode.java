package io.meshws;

/** Whether clients have to be signed in; see {@code mesh.authentication}. */
public enum AuthenticationMode {
    /** A client may sign in. */
    OPTIONAL,
    /** A client that the container did not authenticate must sign in before anything else. */
    REQUIRED
}
