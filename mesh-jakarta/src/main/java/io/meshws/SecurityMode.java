package io.meshws;

/** The permissions of clients as long as the application doesn't set them; see {@code mesh.security}. */
public enum SecurityMode {
    /** Nothing: metadata is closed until it is exposed, and pages of other sites can't connect. */
    CLOSED,
    /**
     * As in Mesh: clients read all metadata, write their own, and connect from any page. For applications
     * that were written for that.
     */
    OPEN
}
