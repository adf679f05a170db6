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

/** Answers in this JVM's memory. Thread-safe. */
final class MemoryAnswers implements AnswerStore {
    private final LongSupplier nanos;
    /** The one last heard of comes last. */
    private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

    MemoryAnswers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Client {
        private final TreeMap<Long, Entry> entries = new TreeMap<>();
        private long answered;
        private int characters;
        private long end;

        void forget(long upTo) {
            if (upTo > answered) {
                answered = upTo;
                entries.headMap(upTo, true).values().forEach(entry -> characters -= entry.length());
                entries.headMap(upTo, true).clear();
            }
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
        Client client = clients.computeIfAbsent(request.client(), name -> new Client());
        long now = nanos.getAsLong();
        client.end = now + MEMORY.toNanos();
        client.forget(request.answered());
        return CompletableFuture.completedFuture(claim(client, request, now, now + patience.toNanos()));
    }

    private static Claim claim(Client client, Request request, long now, long deadline) {
        if (request.number() <= client.answered) {
            return new Claim.Unknown();
        }
        Entry entry = client.entries.get(request.number());
        if (entry == null) {
            if (client.entries.size() >= MAX_REQUESTS) {
                return new Claim.Full();
            }
            client.entries.put(request.number(), new Entry(request.user(), request.command(), false, null, deadline));
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
            boolean fits = client.characters + answer.length() <= MAX_CHARACTERS;
            Entry kept = new Entry(entry.user(), entry.command(), true, fits ? answer : null, 0);
            client.entries.put(request.number(), kept);
            client.characters += kept.length();
            client.end = nanos.getAsLong() + MEMORY.toNanos();
        }
        return CompletableFuture.completedFuture(null);
    }

    private void forgetOld() {
        long now = nanos.getAsLong();
        Iterator<Client> oldest = clients.values().iterator();
        while (oldest.hasNext() && now - oldest.next().end > 0) {
            oldest.remove();
        }
    }

    synchronized void clear() {
        clients.clear();
    }
}
