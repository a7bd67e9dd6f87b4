/**
 * Annotated pictures in columns: what every file format is read into, and what reads all of them.
 */
package dev.riffle.dataset;
