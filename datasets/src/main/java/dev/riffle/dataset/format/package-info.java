/**
 * What file formats have in common: ids of files, names of twins, and what a format cannot hold.
 */
package dev.riffle.dataset.format;
