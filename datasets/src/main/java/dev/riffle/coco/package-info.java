/** MS COCO: its categories, its pictures' numbers, its results files. */
package dev.riffle.coco;
