// Jiheng for an existing PostgreSQL and Temporal: see `jiheng help`.
package main

import (
	"os"

	"jiheng/cmd/jiheng/command"
)

func main() {
	os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr, nil))
}
