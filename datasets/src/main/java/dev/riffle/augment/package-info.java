/** Pictures and what is known of them, changed at random so that a network sees more of them. */
package dev.riffle.augment;
