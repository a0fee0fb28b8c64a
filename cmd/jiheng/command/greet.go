package command

import (
	"fmt"

	"jiheng/internal/demo"
)

// greet tells the person at the terminal where to begin.
func (sh *shell) greet(s *system, address string) {
	if s.password == "" {
		_, _ = fmt.Fprint(sh.out, greeting(address, "", nil))
		return
	}
	script, err := demo.Load()
	if err != nil {
		return
	}
	accounts := make([][2]string, 0, len(script.Organisation.People))
	for _, p := range script.Organisation.People {
		accounts = append(accounts, [2]string{p.ID, p.Post})
	}
	_, _ = fmt.Fprint(sh.out, greeting(address, s.password, accounts))
}
