/** Heads: the last part of a network. */
package dev.riffle.head;
