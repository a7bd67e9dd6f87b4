/** Detection on moving pictures: which frames, what is found in them, where it goes. */
package dev.riffle.stream;
