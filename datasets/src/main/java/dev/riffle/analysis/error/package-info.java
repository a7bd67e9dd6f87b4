/** What objects were taken for, and which kinds of error keep AP down. */
package dev.riffle.analysis.error;
