/** The command line: a class a verb. */
package dev.riffle.cli;
