/** What losses are made of: values and slopes of a single score, distribution or box. */
package dev.riffle.loss.term;
