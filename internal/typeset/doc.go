// Package typeset prints official papers (排版): it turns one description of a
// paper, its Document, into .docx and .pdf with the fonts, numbering, tables
// and page numbers that the rules of official papers ask for (GB/T 9704).
//
// Equal documents give equal bytes, because what is printed is sealed by its
// hash: nothing here reads a clock, draws a number or walks a map.
//
// A .docx names the fonts that officials have; a .pdf carries what it uses of
// two free ones (font/), which are unpacked when the first PDF is printed. A
// character that they lack is printed as 〓, keeps its text for whoever copies
// it, and is named in a note at the end; it is never dropped.
package typeset
