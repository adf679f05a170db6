/**
 * The interfaces that extensions of mesh implement: a bean of one of these types replaces what mesh does by default.
 */
package io.meshws.spi;
