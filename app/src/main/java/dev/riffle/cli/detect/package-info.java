/** Verbs that look at pictures and videos: {@code detect} and {@code classify}. */
package dev.riffle.cli.detect;
