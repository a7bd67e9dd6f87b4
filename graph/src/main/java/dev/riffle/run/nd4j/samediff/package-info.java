/** A model as ND4J's own graph, to be run, trained, saved and carried on there. */
package dev.riffle.run.nd4j.samediff;
