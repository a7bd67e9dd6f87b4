/** From pictures to classes. */
package dev.riffle.classify;
