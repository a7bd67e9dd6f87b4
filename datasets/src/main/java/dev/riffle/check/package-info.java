/**
 * Whether annotated pictures are what they should be, and what there is in them. One room, since a
 * finding, its kinds and those who look for it only make sense together.
 */
package dev.riffle.check;
