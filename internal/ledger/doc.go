// Package ledger writes journal entries as files for auditors (流水导出): JSON
// lines with everything that is hashed, so that a chain can be verified from
// them; a worksheet and a PDF for people, with names and rules in words.
//
// JSON lines and worksheets are written while entries come, so that nothing
// grows with their number; a PDF is laid out as a whole and takes at most
// MaxPDF entries.
package ledger
