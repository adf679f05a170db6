package io.meshws.testing;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Transport;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A client without a network: everything that it receives can be inspected, from any thread. */
public final class TestClient implements Transport {
    private static final long SECONDS = 120;
    private static final FrameReader READER = new FrameReader(JsonLimits.DEFAULT);

    private final MeshInstance mesh;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<JsonObject> received = new ArrayList<>();
    private final List<String> binary = new ArrayList<>();
    private final List<String> unreadable;
    private Integer closeCode;
    private long nextId = 1;
    private volatile boolean stuck;
    private volatile boolean broken;
    private volatile CountDownLatch holdingUp = new CountDownLatch(0);
    private volatile boolean isHoldingUp;

    /** @param unreadable collects the frames that the Java client would refuse to read */
    public TestClient(MeshInstance mesh, Handshake handshake, List<String> unreadable) {
        this.unreadable = unreadable;
        this.mesh = mesh;
        this.connection = mesh.opened(handshake, this);
    }

    public String id() {
        return connection.id();
    }

    public Connection connection() {
        return connection;
    }

    /** Sends a text frame. */
    public void sendText(String frame) {
        mesh.text(connection, frame);
    }

    /** Sends a binary frame. */
    public void sendBinary(String frame) {
        mesh.binary(connection, mesh.takesBytes(connection) ? frame : null);
    }

    /** The binary frames received so far. */
    public List<String> binary() {
        lock.lock();
        try {
            return List.copyOf(binary);
        } finally {
            lock.unlock();
        }
    }

    /** Sends a request; its payload is JSON text. */
    public long request(String command, String payload) {
        long id = nextId++;
        sendText("{\"id\":" + id + ",\"command\":" + Json.quote(command) + ",\"payload\":" + payload + "}");
        return id;
    }

    /** Sends a request and waits for the payload of its reply. */
    public JsonValue call(String command, String payload) {
        return reply(request(command, payload));
    }

    /** Waits for the payload of a reply. */
    public JsonValue reply(long id) {
        return await(frame -> frame.get("id") instanceof JsonNumber n && n.longValue() == id)
                .get("payload");
    }

    /** Waits for the payload of the first event with that name. */
    public JsonValue event(String name) {
        return await(frame ->
                        !frame.containsKey("id") && frame.getString("command").equals(name))
                .get("payload");
    }

    /** Waits for a frame that was or will be received. */
    public JsonObject await(Predicate<JsonObject> wanted) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(SECONDS);
            while (true) {
                for (JsonObject frame : received) {
                    if (wanted.test(frame)) {
                        return frame;
                    }
                }
                if (left <= 0) {
                    throw new AssertionError("no such frame among " + received);
                }
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /** The frames received so far. */
    public List<JsonObject> received() {
        lock.lock();
        try {
            return List.copyOf(received);
        } finally {
            lock.unlock();
        }
    }

    /** The payloads of the events with that name received so far. */
    public List<JsonValue> events(String name) {
        return received().stream()
                .filter(frame ->
                        !frame.containsKey("id") && frame.getString("command").equals(name))
                .map(frame -> frame.get("payload"))
                .toList();
    }

    /** The code that the server closed with, or null. */
    public Integer closeCode() {
        lock.lock();
        try {
            return closeCode;
        } finally {
            lock.unlock();
        }
    }

    /** The next send finds out that the client is gone, and reports it before it returns, as Tyrus does. */
    public void breaks() {
        broken = true;
    }

    /** From now on, each send holds up its thread until then, as that of a container may. */
    public void holdUpSends(CountDownLatch until) {
        holdingUp = until;
    }

    /** Whether a send was held up. */
    public boolean isHoldingUp() {
        return isHoldingUp;
    }

    /** Vanishes. */
    public void vanish() {
        mesh.closed(connection, 1006, "");
    }

    @Override
    public void send(String frame, Done done) {
        if (broken) {
            mesh.closedMeanwhile(connection, 1006, "");
            done.done(new IOException("Broken pipe"));
            return;
        }
        if (holdingUp.getCount() > 0) {
            isHoldingUp = true;
            awaitGoingOn();
        }
        // Before anybody sees the frame: a test may then have time pass, and the frame isn't on its way any more.
        done.done(null);
        lock.lock();
        try {
            receive(frame);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void receive(String frame) {
        if (BinaryFrame.is(frame)) {
            binary.add(frame);
            return;
        }
        try {
            READER.read(frame);
        } catch (MalformedFrameException e) {
            unreadable.add(e.getMessage() + ": " + frame);
        }
        received.add(Json.readTrusted(frame).asJsonObject());
    }

    private void awaitGoingOn() {
        try {
            holdingUp.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close(int code, String reason) {
        lock.lock();
        try {
            closeCode = code;
        } finally {
            lock.unlock();
        }
        if (!stuck) {
            mesh.closed(connection, code, reason);
        }
    }

    void getsStuck() {
        stuck = true;
    }
}
