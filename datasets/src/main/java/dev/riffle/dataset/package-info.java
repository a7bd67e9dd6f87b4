/** Annotated pictures in columns: what every file format is read into, and what all else reads. */
package dev.riffle.dataset;
