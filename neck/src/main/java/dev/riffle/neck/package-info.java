/** Necks: feature maps of several sizes mixed into as many of one width. */
package dev.riffle.neck;
