package io.meshws.bench.app;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The container without mesh: reads the same frames as JSON, and answers one, or sends it to sessions in a loop: to all, or to
 * those that would be in the room whose turn it is. The frames that wait for a client aren't limited.
 */
@ServerEndpoint("/bare")
public class BareEndpoint {
    private static final List<Session> SESSIONS = new CopyOnWriteArrayList<>();
    private static final AtomicInteger SAID = new AtomicInteger();

    /** Once, because each static method of {@link Json} looks it up again. */
    private static final JsonProvider JSON = JsonProvider.provider();

    @OnOpen
    public void open(Session session) {
        withoutIdleTask(session);
        // A container doesn't report the end of one that failed while a message was sent to it.
        SESSIONS.removeIf(other -> !other.isOpen());
        SESSIONS.add(session);
    }

    @OnClose
    public void close(Session session) {
        SESSIONS.remove(session);
    }

    @OnMessage
    public String message(String text) {
        JsonObject frame;
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            frame = reader.readObject();
        }
        if (frame.getString("command").equals("echo")) {
            return JSON.createObjectBuilder()
                    .add("id", frame.get("id"))
                    .add("command", "echo")
                    .add("payload", frame.get("payload"))
                    .build()
                    .toString();
        }
        String event = JSON.createObjectBuilder()
                .add("command", "said")
                .add("payload", frame.get("payload"))
                .build()
                .toString();
        List<Session> sessions = frame.getString("command").equals("say-around")
                ? roomWhoseTurnItIs(frame.getJsonObject("payload").getInt("rooms"))
                : SESSIONS;
        for (Session session : sessions) {
            session.getAsyncRemote().sendText(event);
        }
        return null;
    }

    private static List<Session> roomWhoseTurnItIs(int rooms) {
        int first = SAID.getAndIncrement() % rooms % Application.GROUPS * Application.MEMBERS;
        return SESSIONS.subList(first, first + Application.MEMBERS);
    }

    /** Like mesh for its own sessions: with the idle task of Tyrus 2.1, Payara would be several times slower. */
    private static void withoutIdleTask(Session session) {
        if (!session.getClass().getName().equals("org.glassfish.tyrus.core.TyrusSession")) {
            return;
        }
        try {
            Field executor = session.getClass().getDeclaredField("service");
            executor.setAccessible(true);
            executor.set(
                    session,
                    Proxy.newProxyInstance(
                            BareEndpoint.class.getClassLoader(),
                            new Class<?>[] {ScheduledExecutorService.class},
                            (proxy, method, arguments) -> null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Tyrus has another idle task", e);
        }
    }
}
