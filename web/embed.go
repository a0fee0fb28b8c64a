// Package web carries the built page into the program.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS gives the files of the built page. A program built before the page has
// only a placeholder in it: see Built.
func FS() (fs.FS, error) { return fs.Sub(dist, "dist") }

// Built tells whether the page was built before the program.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}
