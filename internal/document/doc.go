// Package document keeps the files people hand in and prints the forms they
// file (文件与表单).
//
// Blobs stores any file under the hash of its content. Sniff decides whether
// a file is what its name says and safe to keep. The tables print as .xlsx;
// they, the report, the notices and the letters are papers as well (Document),
// which typeset prints as .docx and .pdf. Equal input gives equal bytes,
// because what is printed is sealed by its hash.
//
// The store needs a Unix file system: it relies on atomic rename, fsync of
// directories and flock.
package document
