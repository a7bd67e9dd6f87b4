/** Verbs about learning: {@code train}, and {@code browse} for what training sees. */
package dev.riffle.cli.train;
