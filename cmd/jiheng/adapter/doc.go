// Package adapter fits the store to what api and relay ask for. Each declares
// its own interfaces and plain types; here the store's are turned into them.
package adapter
