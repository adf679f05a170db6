/**
 * The common part of channels, records and presence: a subscription at the server, shared by all handles of the same name,
 * that is brought back on the next connection.
 *
 * <p>Replies and events change a topic on a network thread, in the order of the frames, under the lock of its {@code Topics}.
 * The application is called elsewhere: listeners through the client's mailbox, subscribers of publishers through a queue
 * of their own.
 */
package io.meshws.client.internal.topic;
