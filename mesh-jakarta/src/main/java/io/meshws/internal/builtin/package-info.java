/**
 * The commands that mesh provides, each a thin adapter from a payload to a facade. They run through the same middleware
 * as the application's own.
 */
package io.meshws.internal.builtin;
