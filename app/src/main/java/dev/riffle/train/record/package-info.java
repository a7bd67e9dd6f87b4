/**
 * What a training run leaves behind, and how it goes on after it was cut off. One subject: all of
 * it lies in one folder, and what people read is made from what the run goes on from.
 */
package dev.riffle.train.record;
