/** What people see of the verbs on standard error, and how they stop them. */
package dev.riffle.cli.console;
