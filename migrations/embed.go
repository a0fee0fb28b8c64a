// Package migrations holds the schema of the application's database, one file
// per noun, in the order in which goose applies them. The store runs them.
package migrations

import "embed"

// FS holds the migration files.
//
//go:embed *.sql
var FS embed.FS
