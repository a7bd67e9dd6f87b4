/** Classes of whole pictures, as ImageNet has them: their names, the truth, the accuracy. */
package dev.riffle.imagenet;
