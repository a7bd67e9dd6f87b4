/** Frames written as a clip (FFmpeg). */
package dev.riffle.video.write;
