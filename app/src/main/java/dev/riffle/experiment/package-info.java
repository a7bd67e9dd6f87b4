/** What is done with what: an input, a network, its weights, as a configuration describes them. */
package dev.riffle.experiment;
