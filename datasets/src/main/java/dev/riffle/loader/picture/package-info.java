/** Sets of pictures of which something is known: boxes, or a class. */
package dev.riffle.loader.picture;
