/** JSON read straight from bytes, by several threads if wanted, without building a tree. */
package dev.riffle.json;
