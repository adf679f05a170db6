/** What an extension of mesh implements: a bean of one of these types replaces what mesh does by default. */
package io.meshws.spi;
