/** Whether annotated pictures are what they should be, and what there is in them. */
package dev.riffle.check;
