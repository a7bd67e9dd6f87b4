package dev.riffle.augment;

/** How pictures are changed for training; by what the network is to learn. */
public sealed interface Augmentation permits DetectionAugmentation, ClassificationAugmentation {}
