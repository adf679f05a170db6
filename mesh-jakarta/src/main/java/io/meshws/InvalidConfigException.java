package io.meshws;

/** The configuration can't work. The message names the property, its value, and the allowed values. */
public class InvalidConfigException extends MeshException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message);
    }
}
