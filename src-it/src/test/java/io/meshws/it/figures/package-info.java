/** The application that is measured with limits and identity. */
package io.meshws.it.figures;
