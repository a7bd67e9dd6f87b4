/** Options that verbs share: which model, which size, how many threads, where results go. */
package dev.riffle.cli.option;
