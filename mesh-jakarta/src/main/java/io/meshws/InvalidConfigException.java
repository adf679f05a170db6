package io.meshws;

/** A configuration that cannot work; its message names the property, the value and what is allowed. */
public class InvalidConfigException extends MeshException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message);
    }
}
