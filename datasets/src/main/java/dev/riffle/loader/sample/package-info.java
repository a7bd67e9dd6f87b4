/** Pictures as a network sees them, changed at random or just as they are. */
package dev.riffle.loader.sample;
