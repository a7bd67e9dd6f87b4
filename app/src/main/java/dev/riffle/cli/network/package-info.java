/** Verbs about networks themselves: which there are, what they cost, how fast they run. */
package dev.riffle.cli.network;
