package store

import (
	"log/slog"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// Config is what a store needs (存储配置).
type Config struct {
	// DSN is the address of the database, as a URL or as key=value pairs. Its
	// login is a member of jiheng_app, or the role itself.
	DSN string
	// Audit lets a login that may only read as an auditor (jiheng_audit) open the
	// store, which then changes nothing; see [Store.ReadOnly].
	Audit bool
	// MaxConns bounds the connections; 0 means 20.
	MaxConns int
	Log      *slog.Logger
	// Calendar gives the statutory calendar that comes with the program. It is
	// in force until a version is kept in the database.
	Calendar func() calendar.Calendar
	// Parse reads the source of a process definition.
	Parse func(name string, source []byte) (*evaluation.Definition, error)
	// Link gives the address of a task's page, for notices; nil leaves it out.
	Link func(evaluation.ID, evaluation.TaskID) string
	// Media lists the media that serve the people of a unit, beside the
	// application; nil is mail for everybody.
	Media func(unit string) []notify.Medium
	// Remote tells the receiving units that work in a system of their own; nil
	// is none.
	Remote func(unit string) bool
	// Retention is how many years papers are kept once an evaluation is over; 0
	// keeps them for good.
	Retention int
}

const defaultMaxConns = 20

func (c Config) withDefaults() (Config, error) {
	if c.DSN == "" || c.Calendar == nil || c.Parse == nil {
		return c, fault.New(fault.Invalid, "store_config", "a store needs an address, a calendar and a parser")
	}
	if c.MaxConns <= 0 {
		c.MaxConns = defaultMaxConns
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Media == nil {
		c.Media = func(string) []notify.Medium { return []notify.Medium{notify.Mail} }
	}
	return c, nil
}
