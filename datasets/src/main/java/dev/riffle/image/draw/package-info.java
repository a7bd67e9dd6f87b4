/** What was found, drawn into pictures: frames and tags, a colour for each class (OpenCV). */
package dev.riffle.image.draw;
