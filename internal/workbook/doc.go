// Package workbook takes in forms that were filled in as .xlsx, and gives out
// the empty forms (表单导入与模板). Nothing is stored: what is read comes back
// as values, or as a list of everything that is wrong, cell by cell. A form is
// read whole or not at all.
//
// Files come from many programs and hands: headings are found wherever they
// stand, digits may be full-width, numbers may be texts with commas, a merged
// text counts for all the cells that it covers and a merged number once, and empty rows end nothing. A
// formula is refused with its cell: its last result may be out of date, and we
// do not compute it.
package workbook
