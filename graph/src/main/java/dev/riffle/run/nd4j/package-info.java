/** Running a model on ND4J, with {@code INDArray}s in and out. */
package dev.riffle.run.nd4j;
