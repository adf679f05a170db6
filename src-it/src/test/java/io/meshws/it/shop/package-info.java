/** An application that is a client of another one: its beans have clients injected, and say what they were told. */
package io.meshws.it.shop;
