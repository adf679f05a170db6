package io.meshws.protocol.pipe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Two ends and a server between them that loses frames if a test says so. Nothing happens by itself. */
final class PipePlay {
    final Side left = new Side("left");
    final Side right = new Side("right");
    /** Selects the frames that the server loses from now on. */
    Predicate<Frame> loses = frame -> false;

    private long now = 1;

    PipePlay() {
        left.peer = right;
        right.peer = left;
    }

    /** A frame on its way to an end. */
    record Frame(String kind, long number, Consumer<PipeEnd<Message, Integer>> arrival) {}

    record Message(int value, int length) implements PipeMessage {}

    PipePlay connected() {
        left.connect();
        right.connect();
        settle();
        return this;
    }

    /** Everything on its way arrives, and the frames that it causes too. */
    void settle() {
        while (left.deliver() | right.deliver()) {
            // Goes on.
        }
    }

    /** The moment passes in which acknowledgements may wait. */
    void moment() {
        left.tell();
        right.tell();
    }

    void second() {
        moment();
        now += 1_000_000_000;
        left.end.tick(now);
        right.end.tick(now);
    }

    /** Time passes, and nothing is lost any more, until both ends are content. */
    void finish() {
        loses = frame -> false;
        left.connect();
        right.connect();
        for (int i = 0; i < 200; i++) {
            settle();
            left.takeAll();
            right.takeAll();
            settle();
            second();
        }
    }

    /** A process at one end. */
    final class Side implements PipeOutput<Message> {
        private final String name;
        private final Deque<Frame> inbox = new ArrayDeque<>();
        private Side peer;
        private int incarnation = 1;
        private boolean connected;
        private int sent;

        PipeEnd<Message, Integer> end = new PipeEnd<>(this);
        final List<Integer> taken = new ArrayList<>();
        final List<Integer> acknowledged = new ArrayList<>();
        final List<Integer> lost = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        boolean tooMuch;
        private boolean asksToTell;

        private Side(String name) {
            this.name = name;
        }

        void connect() {
            if (!connected) {
                connected = true;
                end.online();
                open();
            }
        }

        /** Loses all frames that are on their way to this side. */
        void disconnect() {
            if (connected) {
                connected = false;
                inbox.clear();
                end.offline();
                peer.arrives(new Frame("away", 0, PipeEnd::away));
            }
        }

        /** Another process takes the place of this one. */
        void restart() {
            disconnect();
            incarnation++;
            asksToTell = false;
            end = new PipeEnd<>(this);
        }

        void send() {
            send(1);
        }

        void send(int length) {
            end.send(new Message(++sent, length));
        }

        private void tell() {
            if (asksToTell) {
                asksToTell = false;
                end.tell();
            }
        }

        int sent() {
            return sent;
        }

        boolean take() {
            Arrival<Integer> next = end.poll();
            if (next != null) {
                taken.add(next.message());
                end.took(next);
            }
            return next != null;
        }

        void takeAll() {
            while (take()) {
                // Goes on.
            }
        }

        boolean deliver() {
            Frame next = inbox.poll();
            if (next != null && !loses.test(next)) {
                next.arrival().accept(end);
            }
            return next != null;
        }

        void lose() {
            inbox.poll();
        }

        private void arrives(Frame frame) {
            if (connected) {
                inbox.add(frame);
            }
        }

        private void toPeer(String kind, long number, Consumer<PipeEnd<Message, Integer>> arrival) {
            said.add(kind + " " + number);
            if (connected) {
                peer.arrives(new Frame(kind, number, arrival));
            }
        }

        @Override
        public void open() {
            if (connected && peer.connected) {
                String id = left.name + left.incarnation + "_" + right.name + right.incarnation;
                Frame opened = new Frame("open", 0, each -> each.opened(id, PipeEnd.WINDOW));
                arrives(opened);
                peer.arrives(opened);
            }
        }

        @Override
        public void message(String id, long number, Message message, boolean alone) {
            toPeer("message", number, each -> {
                if (!each.message(id, number, message.value(), message.length(), alone)) {
                    tooMuch = true;
                }
            });
        }

        @Override
        public void ask(String id, long number) {
            toPeer("ask", number, each -> each.asked(id, number));
        }

        @Override
        public void ack(String id, long number) {
            toPeer("ack", number, each -> each.acknowledged(id, number));
        }

        @Override
        public void tellSoon() {
            asksToTell = true;
        }

        @Override
        public void resume(String id, long number) {
            toPeer("resume", number, each -> each.resumed(id, number));
        }

        @Override
        public void taken(Message message) {
            acknowledged.add(message.value());
        }

        @Override
        public void lost(Message message) {
            lost.add(message.value());
        }
    }
}
