/** From pictures to detections: the detector, where pictures come from, what is written. */
package dev.riffle.detect;
