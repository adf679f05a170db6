package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.AnswerStore;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Answers in this JVM's memory. The memory for all clients together is bounded, because a client that connects again and
 * again may say each time that it is another. Thread-safe.
 */
final class MemoryAnswers implements AnswerStore {
    /** The cost of an entry beside its answer, in characters. */
    private static final int ENTRY = 256;
    /** The part of the heap that answers may take, if each character takes a byte. */
    private static final int PART = 20;

    private final LongSupplier nanos;
    private final long max;
    /** The characters of all answers, and the overhead of their entries. */
    private long held;
    /** The one last heard of comes last. */
    private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

    MemoryAnswers(LongSupplier nanos) {
        this(nanos, Runtime.getRuntime().maxMemory() / PART);
    }

    /** @param max characters of all answers */
    MemoryAnswers(LongSupplier nanos, long max) {
        this.nanos = nanos;
        this.max = max;
    }

    private final class Client {
        private final TreeMap<Long, Entry> entries = new TreeMap<>();
        private long answered;
        private int characters;
        private long end;

        void forget(long upTo) {
            if (upTo > answered) {
                answered = upTo;
                Map<Long, Entry> confirmed = entries.headMap(upTo, true);
                int freed = confirmed.values().stream().mapToInt(Entry::length).sum();
                characters -= freed;
                held -= freed + (long) confirmed.size() * ENTRY;
                confirmed.clear();
            }
        }

        void leave() {
            held -= characters + (long) entries.size() * ENTRY;
        }
    }

    /**
     * @param answer null while it runs, and if it was too long
     * @param deadline until when it may run; meaningless once it has run
     */
    private record Entry(String user, String command, boolean hasRun, String answer, long deadline) {
        int length() {
            return answer == null ? 0 : answer.length();
        }
    }

    @Override
    public synchronized CompletionStage<Claim> claim(Request request, Duration patience) {
        forgetOld();
        if (held + ENTRY > max && !clients.containsKey(request.client())) {
            return CompletableFuture.completedFuture(new Claim.Full());
        }
        Client client = clients.computeIfAbsent(request.client(), name -> new Client());
        long now = nanos.getAsLong();
        client.end = now + MEMORY.toNanos();
        client.forget(request.answered());
        return CompletableFuture.completedFuture(claim(client, request, now, now + patience.toNanos()));
    }

    private Claim claim(Client client, Request request, long now, long deadline) {
        if (request.number() <= client.answered) {
            return new Claim.Unknown();
        }
        Entry entry = client.entries.get(request.number());
        if (entry == null) {
            if (client.entries.size() >= MAX_REQUESTS || held + ENTRY > max) {
                return new Claim.Full();
            }
            client.entries.put(request.number(), new Entry(request.user(), request.command(), false, null, deadline));
            held += ENTRY;
            return new Claim.First();
        }
        if (!entry.command().equals(request.command())) {
            return new Claim.Different();
        }
        if (!entry.user().equals(request.user())) {
            return new Claim.Unknown();
        }
        if (entry.answer() != null) {
            return new Claim.Answered(entry.answer());
        }
        return entry.hasRun() || now - entry.deadline() > 0 ? new Claim.Unknown() : new Claim.Running();
    }

    @Override
    public synchronized CompletionStage<Void> keep(Request request, String answer) {
        Client client = clients.get(request.client());
        Entry entry = client == null ? null : client.entries.get(request.number());
        if (entry != null && !entry.hasRun()) {
            boolean fits = client.characters + answer.length() <= MAX_CHARACTERS && held + answer.length() <= max;
            Entry kept = new Entry(entry.user(), entry.command(), true, fits ? answer : null, 0);
            client.entries.put(request.number(), kept);
            client.characters += kept.length();
            held += kept.length();
            client.end = nanos.getAsLong() + MEMORY.toNanos();
        }
        return CompletableFuture.completedFuture(null);
    }

    private void forgetOld() {
        long now = nanos.getAsLong();
        Iterator<Client> oldest = clients.values().iterator();
        while (oldest.hasNext()) {
            Client client = oldest.next();
            if (now - client.end <= 0) {
                return;
            }
            client.leave();
            oldest.remove();
        }
    }

    synchronized void clear() {
        clients.clear();
        held = 0;
    }
}
