/** An application that is a client of another one: its beans have clients injected, and report their updates. */
package io.meshws.it.shop;
