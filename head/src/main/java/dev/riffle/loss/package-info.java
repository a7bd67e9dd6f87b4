/** Losses, analytic: each gives its value and its slope along every number it was given. */
package dev.riffle.loss;
