/** What readers and writers of moving pictures share: sources, formats, times, FFmpeg itself. */
package dev.riffle.video;
