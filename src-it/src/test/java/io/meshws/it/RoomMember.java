package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that keeps the events of its rooms. */
final class RoomMember {
    final MeshClient client;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    RoomMember(MeshClient client) {
        this.client = client;
        client.on("told", String.class, told::add);
    }

    static RoomMember of(String room, MeshClient client) {
        RoomMember member = new RoomMember(client);
        assertTrue(client.commandSync("join", room, boolean.class));
        return member;
    }

    String next() throws InterruptedException {
        return told.poll(InstancesSetting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The events of the flow with this name, in the order in which they came. */
    List<String> from(String flow) {
        return told.stream()
                .filter(text -> text.startsWith(flow + " "))
                .map(text -> text.substring(flow.length() + 1))
                .toList();
    }
}
