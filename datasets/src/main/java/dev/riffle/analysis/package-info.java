/**
 * Figures beyond the twelve, by category: tables, curves of precision over recall, operating
 * points; and how all of them are shown to people and machines.
 */
package dev.riffle.analysis;
