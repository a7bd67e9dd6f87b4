/** Which thing in one frame is which in the next: ByteTrack on boxes. */
package dev.riffle.track;
