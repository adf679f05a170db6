/** Applications that deploy, and of which the log has something to say. */
package io.meshws.it.deployment;
