/** Clips, cameras and streams frame by frame (FFmpeg, OpenCV). */
package dev.riffle.video.read;
