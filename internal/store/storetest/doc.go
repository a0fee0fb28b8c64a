// Package storetest gives each test a migrated database of its own, and the
// case of the service centre to work on.
package storetest
