/** An EJB timer as mesh's clock. Holds no rule: it only calls the tick. */
package io.meshws.timers;
