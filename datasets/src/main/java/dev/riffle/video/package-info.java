/**
 * Moving pictures: clips, cameras and streams read frame by frame, clips written (FFmpeg, OpenCV).
 */
package dev.riffle.video;
