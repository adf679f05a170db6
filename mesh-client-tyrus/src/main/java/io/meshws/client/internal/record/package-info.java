/**
 * Records that the client follows: a copy of each, kept by the updates of the server, and on top of it the
 * changes of this client that the server hasn't confirmed.
 */
package io.meshws.client.internal.record;
