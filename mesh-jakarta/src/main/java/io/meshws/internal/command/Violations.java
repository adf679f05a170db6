package io.meshws.internal.command;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.stream.Collectors;

/** Reads the violations that Bean Validation found. A plain servlet container may not have it; then there are none. */
final class Violations {
    private static final boolean AVAILABLE = isAvailable();

    private Violations() {}

    static boolean are(Throwable failure) {
        return AVAILABLE && Found.isBy(failure);
    }

    /** Each violated constraint, with its place in the payload. */
    static String text(Throwable violations) {
        return Found.text(violations);
    }

    private static boolean isAvailable() {
        try {
            Class.forName("jakarta.validation.ConstraintViolationException", false, Violations.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Loaded only if the API is available. */
    private static final class Found {
        static boolean isBy(Throwable failure) {
            return failure instanceof ConstraintViolationException;
        }

        static String text(Throwable failure) {
            return ((ConstraintViolationException) failure)
                    .getConstraintViolations().stream()
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
}
