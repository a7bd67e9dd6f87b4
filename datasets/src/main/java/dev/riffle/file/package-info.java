/** Files that are whole or not there. */
package dev.riffle.file;
