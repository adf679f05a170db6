/** An application with every mistake that a deployment finds. */
package io.meshws.it.invalid;
