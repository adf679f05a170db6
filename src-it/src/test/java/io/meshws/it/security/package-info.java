/** An application that says who may do what. */
package io.meshws.it.security;
