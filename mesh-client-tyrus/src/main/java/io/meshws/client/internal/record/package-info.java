/**
 * Records that the client follows: a copy of each, kept by the updates of the server, and on top of it this client's
 * changes and the server has not confirmed.
 */
package io.meshws.client.internal.record;
