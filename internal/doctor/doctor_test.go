package doctor_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/doctor"
)

func now() time.Time { return time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC) }

func sound() doctor.Database {
	at := now()
	return doctor.Database{
		Version: 150018, VersionText: "15.18", Now: at, AskedAt: at, Login: "app", Owner: "owner", AppRole: true, AuditRole: true, MemberOfApp: true,
		Policies: []string{"p"}, Years: []int{2026, 2027}, Entries: true, CheckpointAt: at.Add(-time.Minute),
		Administrators: []doctor.Administrator{{Person: "a", Role: "sys_admin"}, {Person: "b", Role: "security_admin"}, {Person: "c", Role: "audit_admin"}},
	}
}

func TestASoundDatabaseHasNothingToMend(t *testing.T) {
	t.Parallel()
	findings := sound().Findings(now(), "p", 5*time.Minute)
	require.Equal(t, doctor.OK, doctor.Worst(findings))
	for _, f := range findings {
		require.Empty(t, f.Remedy, f.Check)
	}
}

func TestWhatIsWrongIsSaidWithItsRemedy(t *testing.T) {
	t.Parallel()
	for check, row := range map[string]struct {
		change func(*doctor.Database)
		level  doctor.Level
	}{
		"database":       {func(d *doctor.Database) { d.Version = 140000 }, doctor.Fail},
		"migrations":     {func(d *doctor.Database) { d.Pending = []string{"0106_board.sql"} }, doctor.Fail},
		"roles":          {func(d *doctor.Database) { d.OwnerSuperuser = true }, doctor.Warn},
		"grants":         {func(d *doctor.Database) { d.Excess = []string{"jiheng_app UPDATE journal"} }, doctor.Fail},
		"policy":         {func(d *doctor.Database) { d.Policies = nil }, doctor.Warn},
		"calendar":       {func(d *doctor.Database) { d.Years = []int{2026} }, doctor.Warn},
		"administrators": {func(d *doctor.Database) { d.Administrators = d.Administrators[:2] }, doctor.Fail},
		"separation":     {func(d *doctor.Database) { d.Administrators[0].Others = []string{"unit_office"} }, doctor.Fail},
		"checkpoint":     {func(d *doctor.Database) { d.CheckpointAt = now().Add(-5 * time.Hour) }, doctor.Warn},
		"clock":          {func(d *doctor.Database) { d.Now = d.AskedAt.Add(-6 * time.Second) }, doctor.Fail},
	} {
		d := sound()
		row.change(&d)
		for _, f := range d.Findings(now(), "p", 5*time.Minute) {
			if f.Check != check {
				require.Equal(t, doctor.OK, f.Level, "%s while %s is wrong", f.Check, check)
				continue
			}
			require.Equal(t, row.level, f.Level, check)
			require.NotEmpty(t, f.Remedy, check)
		}
	}
}

func TestTemporalIsJudgedByWhatWorksThereAndWhatIsArchived(t *testing.T) {
	t.Parallel()
	fine := doctor.Temporal{Address: "a", Namespace: "n", Queue: "q", Retention: 72 * time.Hour, Workflows: 1, Activities: 1, LastPoll: now()}
	require.Equal(t, doctor.OK, doctor.Worst(fine.Findings(now(), sound())))
	for name, row := range map[string]struct {
		t     func(*doctor.Temporal)
		d     func(*doctor.Database)
		level doctor.Level
		check string
	}{
		"away":         {func(x *doctor.Temporal) { x.Err = errors.New("x") }, nil, doctor.Fail, "temporal"},
		"no namespace": {func(x *doctor.Temporal) { x.NamespaceErr = errors.New("x") }, nil, doctor.Fail, "namespace"},
		"kept briefly": {func(x *doctor.Temporal) { x.Retention = 24 * time.Hour }, nil, doctor.Warn, "namespace"},
		"not archived": {nil, func(d *doctor.Database) { d.Unarchived, d.OldestUnarchived = 1, now().Add(-48*time.Hour) }, doctor.Warn, "namespace"},
		"lost":         {nil, func(d *doctor.Database) { d.Unarchived, d.OldestUnarchived = 1, now().Add(-96*time.Hour) }, doctor.Fail, "namespace"},
		"nobody works": {func(x *doctor.Temporal) { x.Activities = 0 }, nil, doctor.Fail, "workers"},
		"no schedule":  {func(x *doctor.Temporal) { x.Missing = []string{"verification"} }, nil, doctor.Fail, "schedules"},
		"ahead":        {func(x *doctor.Temporal) { x.LastPoll = now().Add(time.Minute) }, nil, doctor.Fail, "temporal_clock"},
	} {
		temporal, database := fine, sound()
		if row.t != nil {
			row.t(&temporal)
		}
		if row.d != nil {
			row.d(&database)
		}
		findings := temporal.Findings(now(), database)
		require.Equal(t, row.level, doctor.Worst(findings), name)
		for _, f := range findings {
			require.Equal(t, f.Check == row.check, f.Level != doctor.OK, "%s: %s", name, f.Text)
		}
	}
}
