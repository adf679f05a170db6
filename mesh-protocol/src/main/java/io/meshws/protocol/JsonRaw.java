package io.meshws.protocol;

import jakarta.json.JsonStructure;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * An object or array that is kept as text, and parsed on the first access. Large numbers of small values take twenty
 * times the memory of their text once parsed.
 */
final class JsonRaw implements InvocationHandler {
    private final String text;
    private JsonStructure read;

    /** Marks values whose {@code toString} is the text to send. */
    interface Text {}

    private JsonRaw(String text) {
        this.text = text;
    }

    static <T extends JsonStructure> T of(String text, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                JsonRaw.class.getClassLoader(), new Class<?>[] {type, Text.class}, new JsonRaw(text)));
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("toString")) {
            return text;
        }
        try {
            return method.invoke(read(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private synchronized JsonStructure read() {
        if (read == null) {
            read = (JsonStructure) Json.readTrusted(text);
        }
        return read;
    }
}
