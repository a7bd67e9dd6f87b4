/** Values of COCO's files that mean more than they look: ids, outlines, joints. */
package dev.riffle.coco.value;
