/** Words in messages: what the user may have meant. */
package dev.riffle.text;
