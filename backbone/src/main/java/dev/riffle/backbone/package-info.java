/**
 * Backbones: from a picture to feature maps. One record is one family; sealed, they stand in one
 * room, with the units that several of them are built of and nobody else is to see.
 */
package dev.riffle.backbone;
