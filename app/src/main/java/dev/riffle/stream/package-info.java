/** Detection on moving pictures: stages on threads of their own, with bounded queues between. */
package dev.riffle.stream;
