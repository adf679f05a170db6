package io.meshws.internal.security;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorBody;

/** Says which of the limits it was, if several share the code. */
public final class LimitException extends CommandException {
    private static final long serialVersionUID = 1L;

    private final String limit;

    public LimitException(ErrorBody error) {
        super(error.code(), error.name(), error.message());
        this.limit = error.limit();
    }

    @Override
    public ErrorBody body() {
        return super.body().ofLimit(limit);
    }
}
