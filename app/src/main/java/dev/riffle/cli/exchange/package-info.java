/**
 * Verbs about files of other programs: {@code export}, {@code import}, {@code convert}, {@code
 * check}.
 */
package dev.riffle.cli.exchange;
