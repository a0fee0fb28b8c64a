// Package roster reads the file from which an installation learns its units,
// departments, people and roles (机构人员名册), and checks all of it before
// anything is written. It is pure: what is there already is handed in.
package roster
