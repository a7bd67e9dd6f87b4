/** Models made into other models that compute the same. */
package dev.riffle.rewrite;
