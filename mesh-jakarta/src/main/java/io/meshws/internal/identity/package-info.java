/**
 * The identity of a client: by its handshake ({@link io.meshws.internal.identity.HandshakeCheck}), by signing in and renewing
 * ({@link io.meshws.internal.identity.SignIn}). Both ask the application by {@link io.meshws.internal.identity.AuthenticatorCalls}.
 *
 * <p>Invariants: a client that has to sign in isn't visible to others before it did, and its commands aren't carried out; frames
 * after a refusal aren't read. Threads: the container's, workers for handshakes, those on which the application completes its
 * stages, and the tick.
 */
package io.meshws.internal.identity;
