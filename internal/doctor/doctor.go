// Package doctor judges what was found of an installation (体检): each finding
// says in one line what is so, and where it is wrong how to mend it. It reads
// facts that others gathered and changes nothing.
package doctor

import (
	"slices"
	"time"
)

// Level is how much a finding matters (级别).
type Level string

// The levels.
const (
	OK   Level = "ok"
	Warn Level = "warn" // it works, but not for long or not as it should
	Fail Level = "fail" // it does not work, or cannot be trusted
)

// Finding is one line (检查结果).
type Finding struct {
	// Check names what was looked at, stable for programs.
	Check string `json:"check"`
	Level Level  `json:"level"`
	// Text says in Chinese what is so; Remedy what to do, "" where nothing is.
	Text   string `json:"text"`
	Remedy string `json:"remedy,omitempty"`
}

// Worst is the highest level among findings.
func Worst(all []Finding) Level {
	for _, level := range []Level{Fail, Warn} {
		if slices.ContainsFunc(all, func(f Finding) bool { return f.Level == level }) {
			return level
		}
	}
	return OK
}

// Database is what was found in the database (数据库情况).
type Database struct {
	Version     int // 150004
	VersionText string
	Now         time.Time // the database's clock
	AskedAt     time.Time // ours at the same moment
	// Pending are migrations that were not applied, Unknown how many were
	// applied that this program does not know.
	Pending []string
	Unknown int
	// Login is who connects; Superuser whether the login or the owner of the
	// schema is one.
	Login, Owner                    string
	LoginSuperuser, OwnerSuperuser  bool
	AppRole, AuditRole, MemberOfApp bool
	// Excess are rights that a role has and must not have, as "role right table".
	Excess []string
	// Unguarded is what guards tables and is not as the migrations made it: gone,
	// switched off, changed, or one too many.
	Unguarded []string
	// Lost are tables that the application cannot read.
	Lost     []string
	Policies []string
	// Years are those whose statutory calendar is loaded.
	Years          []int
	Units          int
	Administrators []Administrator
	CheckpointAt   time.Time // zero when there is none
	Entries        bool      // whether any journal has entries yet
	// Unarchived counts evaluations that ended without their history archived,
	// OldestUnarchived is when the first of them ended.
	Unarchived       int
	OldestUnarchived time.Time
}

// Administrator is somebody who holds one of the three offices (三员).
type Administrator struct {
	Person, Role string
	// Others are further roles that the person holds.
	Others []string
}

// Temporal is what was found of Temporal (Temporal 情况).
type Temporal struct {
	Address, Namespace, Queue string
	Err                       error // it cannot be reached
	NamespaceErr              error // the namespace is not there
	Retention                 time.Duration
	Workflows, Activities     int // pollers
	// LastPoll is when a worker asked last, by Temporal's clock.
	LastPoll time.Time
	// Missing are schedules that should be there.
	Missing []string
}
