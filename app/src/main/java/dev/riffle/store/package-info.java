/** Where weights come from: a file at hand, else the address they are published at. */
package dev.riffle.store;
