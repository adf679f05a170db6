/** Only for the show: notes to begin with, a clock, and an instance that visitors may kill. Nothing to copy. */
package io.meshws.sample.demo;
