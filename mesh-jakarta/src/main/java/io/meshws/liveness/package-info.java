/** What happens as time goes by: one tick about every second, driven by whichever timer the deployment has. */
package io.meshws.liveness;
