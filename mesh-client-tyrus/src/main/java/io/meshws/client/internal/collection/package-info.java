/** The collections that a client follows: live lists, put together from the server's replies and differences. */
package io.meshws.client.internal.collection;
