package io.meshws.client.internal.topic;

import io.meshws.client.MeshClientException;
import io.meshws.protocol.ErrorCode;

/** The server sent something under one of mesh's names that does not have the form of the protocol. */
public final class UnexpectedPayloadException extends MeshClientException {
    private static final long serialVersionUID = 1L;

    public UnexpectedPayloadException(String message) {
        super(ErrorCode.EPAYLOAD, message);
    }
}
