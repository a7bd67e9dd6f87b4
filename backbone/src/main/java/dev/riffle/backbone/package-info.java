/** Backbones: from a picture to feature maps. One record is one family. */
package dev.riffle.backbone;
