/** MS COCO: its categories, its pictures' numbers, its files of annotations and of results. */
package dev.riffle.coco;
