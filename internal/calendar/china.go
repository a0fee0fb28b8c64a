package calendar

import (
	_ "embed" // the shipped calendar
	"fmt"
)

//go:embed data/china.json
var chinaFile string

// China gives the shipped calendar of mainland China: the notices of the
// State Council for 2007 to 2026, with their amendments (2015 commemoration,
// 2019 Labour Day, 2020 prolonged Spring Festival). Later years are imported.
//
// It decodes some 50 kB at each call: call it once at start-up and hand the
// value on. It uses encoding/json and is not for workflow code.
func China() Calendar {
	c, err := Parse([]byte(chinaFile))
	if err != nil {
		// The file is part of the program and tested with it.
		panic(fmt.Sprintf("shipped calendar: %v", err))
	}
	return c
}
