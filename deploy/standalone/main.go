// Jiheng with everything it stands on: PostgreSQL and Temporal in one program.
// See `jiheng-standalone help`.
package main

import (
	"os"

	"jiheng/cmd/jiheng/command"
)

func main() {
	os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr, platform{}))
}
