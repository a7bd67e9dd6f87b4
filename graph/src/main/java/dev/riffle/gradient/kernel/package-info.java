/** The inner loops of learning, as vectors and as plain loops. */
package dev.riffle.gradient.kernel;
