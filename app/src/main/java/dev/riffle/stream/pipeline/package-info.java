/** Stages on threads of their own, with bounded queues between, and how long each takes. */
package dev.riffle.stream.pipeline;
