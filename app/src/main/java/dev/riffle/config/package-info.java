/** Experiment configurations: strict JSON read into records, and written back. */
package dev.riffle.config;
