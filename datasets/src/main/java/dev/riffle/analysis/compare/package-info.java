/** Whether one detector is better than another, and how far chance may account for it. */
package dev.riffle.analysis.compare;
