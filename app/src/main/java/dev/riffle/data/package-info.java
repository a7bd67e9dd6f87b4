/** What a configuration says of data sets, and the pictures that are meant. */
package dev.riffle.data;
