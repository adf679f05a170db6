package io.meshws.internal.cluster;

/**
 * The holder of a name.
 *
 * @param holder the id of the connection; if the name is hosted, an id of the same form, which belongs to no connection
 * @param incarnation the client's secret, by which it gets its name back; never told to other clients
 * @param hosted whether a bean has it
 * @param since when it was taken, by the store's clock, in ms since 1970; the same incarnation keeps it
 * @param number increases with each change of any name
 */
public record NameEntry(
        String name, String holder, String incarnation, boolean hosted, long since, State state, long number) {

    /** The state of the holder. */
    public enum State {
        HERE,
        /** Its connection ended, or its instance died, and it may come back. */
        AWAY,
        /** The name is free again; only in changes. */
        FREE
    }

    /** The instance of the holder. */
    public String owner() {
        return ConnectionId.ownerOf(holder);
    }

    public boolean isHere() {
        return state == State.HERE;
    }

    /** Whether this is about the same holder on the same connection. */
    public boolean isOf(NameStore.Claim claim) {
        return holder.equals(claim.holder()) && incarnation.equals(claim.incarnation());
    }

    public NameEntry with(State newState, long newNumber) {
        return new NameEntry(name, holder, incarnation, hosted, since, newState, newNumber);
    }
}
