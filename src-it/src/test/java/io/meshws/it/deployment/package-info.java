/** Applications that deploy with messages in the log. */
package io.meshws.it.deployment;
