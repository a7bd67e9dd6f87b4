/** Pictures: reading, writing and measuring their files (OpenCV). */
package dev.riffle.image;
