package io.meshws.internal.instance;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.pipe.Arrival;
import io.meshws.protocol.pipe.PipeEnd;
import io.meshws.protocol.pipe.PipeMessage;
import io.meshws.protocol.pipe.PipeOutput;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An end of a pipe of a {@link PipeProcess}, on whose thread everything of it happens. */
final class ProcessPipe implements PipeOutput<ProcessPipe.Message> {
    private final PipeProcess process;
    private final String to;
    private final String pipe;
    private final String candidate = UUID.randomUUID().toString();
    final PipeEnd<Message, JsonValue> end = new PipeEnd<>(this);
    private boolean reading = true;

    record Message(int value, CompletableFuture<Void> taken) implements PipeMessage {
        @Override
        public int length() {
            return Integer.toString(value).length();
        }
    }

    final List<Integer> taken = new CopyOnWriteArrayList<>();
    /** The numbers that came, whether or not they were taken; twice, if they came twice. */
    final List<Integer> arrived = new CopyOnWriteArrayList<>();

    final CompletableFuture<Void> closed = new CompletableFuture<>();

    ProcessPipe(PipeProcess process, String to, String pipe) {
        this.process = process;
        this.to = to;
        this.pipe = pipe;
    }

    /** Completes when the other end took it. */
    CompletableFuture<Void> send(int value) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        process.execute(() -> end.send(new Message(value, done)));
        return done;
    }

    /** Whether arriving messages are taken. */
    void reads(boolean reads) {
        process.await(() -> {
            reading = reads;
            takeAll();
        });
    }

    void close() {
        process.await(() -> {
            process.forget(this);
            process.request("mesh/close-pipe", address());
            end();
        });
    }

    void end() {
        end.close().forEach(message -> message.taken().completeExceptionally(new IllegalStateException("closed")));
        closed.complete(null);
    }

    private JsonObject address() {
        return Json.object()
                .add("name", process.name)
                .add("to", to)
                .add("pipe", pipe)
                .build();
    }

    void openAgain() {
        end.online();
        open();
    }

    private void takeAll() {
        Arrival<JsonValue> next;
        while (reading && (next = end.poll()) != null) {
            taken.add(((JsonNumber) next.message()).intValue());
            end.took(next);
        }
    }

    void heard(String command, String id, long number, JsonValue data, int length) {
        switch (command) {
            case BuiltIn.PIPE_ACK -> end.acknowledged(id, number);
            case BuiltIn.PIPE_RESUME -> end.resumed(id, number);
            default -> {
                if (data == null) {
                    end.asked(id, number);
                } else {
                    arrived.add(((JsonNumber) data).intValue());
                    if (!end.message(id, number, data, length, false)) {
                        throw new AssertionError("too much");
                    }
                }
                takeAll();
            }
        }
    }

    private void tell(String command, String id, long number, String more) {
        process.tell(FrameText.event(command, "{\"id\":\"" + id + "\",\"n\":" + number + more + "}"));
    }

    @Override
    public void open() {
        JsonObject opening = Json.object()
                .add("name", process.name)
                .add("to", to)
                .add("pipe", pipe)
                .add("candidate", candidate)
                .build();
        process.request("mesh/open-pipe", opening);
    }

    @Override
    public void message(String id, long number, Message message, boolean alone) {
        tell(BuiltIn.PIPE, id, number, ",\"data\":" + message.value());
    }

    @Override
    public void ask(String id, long number) {
        tell(BuiltIn.PIPE, id, number, "");
    }

    @Override
    public void ack(String id, long number) {
        tell(BuiltIn.PIPE_ACK, id, number, "");
    }

    @Override
    public void tellSoon() {
        process.execute(end::tell);
    }

    @Override
    public void resume(String id, long number) {
        tell(BuiltIn.PIPE_RESUME, id, number, "");
    }

    @Override
    public void taken(Message message) {
        message.taken().complete(null);
    }

    @Override
    public void lost(Message message) {
        message.taken().completeExceptionally(new IllegalStateException("lost"));
    }
}
