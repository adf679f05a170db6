/** The names that a client has, and takes again on a new connection. */
package io.meshws.client.internal.name;
