/** The rooms that the client is in, its states there, and its metadata: what it is, rather than what it follows. */
package io.meshws.client.internal.room;
