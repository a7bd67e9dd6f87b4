/** Networks timed in Riffle and elsewhere, side by side. */
package dev.riffle.benchmark;
