/** From one file format of annotated pictures to another. */
package dev.riffle.convert;
