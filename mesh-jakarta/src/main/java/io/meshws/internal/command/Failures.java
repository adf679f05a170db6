package io.meshws.internal.command;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What clients are told of a failure. Only what was meant for clients shows its text; anything else becomes a neutral
 * message and is logged once, under a reference that the client also gets.
 */
public final class Failures {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.command");
    private static final int MAX_CAUSES = 16;

    private Failures() {}

    /**
     * @param what what failed, for the log
     */
    public static ErrorBody describe(Throwable failure, String what) {
        Throwable cause = failure;
        // Containers, stages and interceptors wrap what an application threw.
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof CommandException e) {
                return e.body();
            }
            if (cause instanceof ConstraintViolationException e) {
                return ErrorCode.EVALIDATION.body(violations(e));
            }
            if (cause instanceof BindingException e) {
                return ErrorCode.EPAYLOAD.body(e.getMessage());
            }
        }
        String reference = reference();
        LOG.log(System.Logger.Level.ERROR, "MESH-0201 " + what + " failed; reference " + reference, failure);
        return neutral(reference);
    }

    /** What connects an error that a client gets with the log. */
    static String reference() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    /** What a client learns of a failure that is none of its business. */
    static ErrorBody neutral(String reference) {
        return new ErrorBody(
                "The server failed; see its log for reference " + reference,
                ErrorCode.ESERVER.name(),
                ErrorCode.ESERVER.errorName(),
                reference);
    }

    private static String violations(ConstraintViolationException e) {
        return e.getConstraintViolations().stream()
                .map(violation -> place(violation) + ": " + violation.getMessage())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** The path within the payload, without the method and parameter that lead there. */
    private static String place(ConstraintViolation<?> violation) {
        StringBuilder place = new StringBuilder("payload");
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
                if (node.getIndex() != null) {
                    place.append('[').append(node.getIndex()).append(']');
                }
                if (node.getKind() == ElementKind.PROPERTY) {
                    place.append('.').append(node.getName());
                }
            }
        }
        return place.toString();
    }
}
