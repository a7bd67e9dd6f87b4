/** From a detection head's numbers to boxes. */
package dev.riffle.decode;
