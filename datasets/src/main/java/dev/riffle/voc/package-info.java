/** Pascal VOC: a folder of XML files, one a picture. */
package dev.riffle.voc;
