/** Which place of a detection head is to learn which object. */
package dev.riffle.assign;
