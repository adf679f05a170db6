/** Login by tokens of MicroProfile JWT. */
package io.meshws.it.tokens;
