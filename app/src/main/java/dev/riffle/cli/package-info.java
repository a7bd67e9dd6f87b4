/** The command line: its front door, and a room for each family of verbs. */
package dev.riffle.cli;
