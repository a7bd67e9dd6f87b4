/** Strict JSON that knows where it was written, and what is wrong with it, all at once. */
package dev.riffle.config.json;
