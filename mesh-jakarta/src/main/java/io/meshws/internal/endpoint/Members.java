package io.meshws.internal.endpoint;

/** Members of a server's objects whose types this code doesn't know when it's compiled. */
final class Members {
    private Members() {}

    /** Calls a public method without parameters of a public class. */
    static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
