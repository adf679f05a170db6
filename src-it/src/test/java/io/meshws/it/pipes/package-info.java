/** An application whose clients have pipes. */
package io.meshws.it.pipes;
