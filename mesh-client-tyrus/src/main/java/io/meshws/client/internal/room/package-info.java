/** The rooms that the client is in, its states there, and its metadata: the client's own state on the server, as opposed to its subscriptions. */
package io.meshws.client.internal.room;
