/**
 * Records that the client follows: a copy of each, kept by the updates of the server, and under it what this client changed
 * and the server has not confirmed.
 */
package io.meshws.client.internal.record;
