/** Learning: what a network's parameters are to change by, derived from the same graph. */
package dev.riffle.gradient;
