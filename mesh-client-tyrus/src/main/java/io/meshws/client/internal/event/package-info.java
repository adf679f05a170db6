/** The listeners and handlers that the application registered; they outlive connections. */
package io.meshws.client.internal.event;
