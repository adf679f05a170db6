/**
 * Threads, queues and timers. All clients of a class loader share their threads ({@code SharedThreads}), which
 * start when they are needed and end with the last client; executors that the application gives take their place.
 */
package io.meshws.client.internal.runtime;
