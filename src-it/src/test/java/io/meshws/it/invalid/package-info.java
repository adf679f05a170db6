/** An application with every mistake that a deployment detects. */
package io.meshws.it.invalid;
