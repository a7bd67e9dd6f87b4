/** Each op's arithmetic forward and backward, as plain loops over doubles. */
package dev.riffle.gradient.reference;
