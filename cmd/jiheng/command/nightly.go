package command

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"jiheng/activities"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/notify"
	"jiheng/policy"
	"jiheng/workflows"
)

// scheduleVerification has Temporal start the verification every night, trying
// again while Temporal is away. A schedule that is there stays as it is, so
// that an administrator may move it.
func (s *system) scheduleVerification(ctx context.Context, c client.Client) {
	for {
		_, err := c.ScheduleClient().Create(ctx, client.ScheduleOptions{
			ID:   workflows.VerificationID,
			Spec: client.ScheduleSpec{Calendars: []client.ScheduleCalendarSpec{{Hour: []client.ScheduleRange{{Start: workflows.VerificationHour}}}}},
			Action: &client.ScheduleWorkflowAction{
				ID: workflows.VerificationID, Workflow: workflows.Verification, TaskQueue: workflows.TaskQueue,
			},
			Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_SKIP,
		})
		if err == nil || errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
			return
		}
		s.log.WarnContext(ctx, "nightly verification could not be scheduled, trying again", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
		}
	}
}

// VerificationDone is the entry that a verification leaves in the journal of
// the installation.
const VerificationDone = "verification_done"

// findingsKept is how many findings an entry has room for; all can be had again
// by verifying again.
const findingsKept = 50

// verification is the data of such an entry.
type verification struct {
	Entries     int64    `json:"entries"`
	Evaluations int64    `json:"evaluations"`
	Files       int64    `json:"files"`
	Findings    int64    `json:"findings"`
	Millis      int64    `json:"milliseconds"`
	Lines       []string `json:"lines"`
}

// auditor is the system as the activity sees it.
type auditor struct{ *system }

var _ activities.Auditor = auditor{}

// VerifyAll verifies everything, notes the result and raises the alarm.
func (s auditor) VerifyAll(ctx context.Context) (activities.VerificationResult, error) {
	var done activities.VerificationResult
	keys, err := s.trusted(ctx, nil)
	if err != nil {
		return done, err
	}
	var lines []string
	result, err := s.verify(ctx, keys, "", func(f audit.Finding) {
		f = f.Masked() // whoever reads logs and this entry may see no contents
		s.log.ErrorContext(ctx, "verification: finding", "area", string(f.Area), "kind", f.Kind, "evaluation", f.Evaluation,
			"where", f.Where, "expected", f.Expected, "found", f.Found, "cause", f.Cause)
		if f.Level == journal.Broken && len(lines) < findingsKept {
			lines = append(lines, f.Line())
		}
	})
	if err != nil {
		return done, err
	}
	done = activities.VerificationResult{Entries: result.Entries, Findings: result.Findings, Seconds: result.Seconds}
	if err := s.noteVerification(ctx, result, lines); err != nil || result.OK() {
		return done, err
	}
	return done, s.alarm(ctx, result)
}

func (s auditor) noteVerification(ctx context.Context, r audit.Result, lines []string) error {
	data, err := json.Marshal(verification{
		r.Entries, r.Evaluations, r.Files, r.Findings, int64(r.Seconds * 1000), append([]string{}, lines...),
	})
	if err != nil {
		return err
	}
	_, err = s.store.Note(ctx, journal.Entry{Type: VerificationDone, ActorID: string(evaluation.SystemPerson), Data: data})
	return err
}

// alarm writes to every audit administrator. Whoever has no address, or where
// there is no mail, finds the result on the page and in the metric.
func (s auditor) alarm(ctx context.Context, r audit.Result) error {
	people, err := s.store.HoldersOf(ctx, policy.AuditAdmin)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Email == "" {
			continue
		}
		err := s.channel.Send(ctx, notify.Notice{
			ID: "verification:" + time.Now().UTC().Format(time.DateOnly) + ":" + string(p.ID), Medium: notify.Mail, PersonID: string(p.ID),
			UnitID: string(p.UnitID), Address: p.Email, Kind: notify.Conflict,
			Facts: notify.Facts{Addressee: p.Name, Task: verificationTask, Reason: r.Summary(), Link: pageAt(s.cfg.PublicURL, "/audit")},
		})
		if err != nil {
			s.log.ErrorContext(ctx, "verification: alarm not sent", "person", string(p.ID), "error", err)
		}
	}
	return nil
}

// registerAudit shows the last verification and the last checkpoint as
// metrics, whichever process made them.
func (s *system) registerAudit(in prometheus.Registerer) error {
	gauge := func(name, help string, read func(context.Context) float64) error {
		err := in.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			return read(ctx)
		}))
		if _, known := errors.AsType[prometheus.AlreadyRegisteredError](err); known {
			return nil
		}
		return err
	}
	return errors.Join(
		gauge("jiheng_verification_findings", "What the last verification found; -1 before the first.", func(ctx context.Context) float64 {
			v, _, ok := s.lastVerification(ctx)
			if !ok {
				return -1
			}
			return float64(v.Findings)
		}),
		gauge("jiheng_verification_timestamp_seconds", "When the last verification ended; 0 before the first.", func(ctx context.Context) float64 {
			_, at, _ := s.lastVerification(ctx)
			return seconds(at)
		}),
		gauge("jiheng_checkpoint_timestamp_seconds", "When the last checkpoint was written; 0 before the first.", func(ctx context.Context) float64 {
			c, err := s.store.LastCheckpoint(ctx)
			if err != nil {
				return 0
			}
			return seconds(c.At)
		}),
	)
}

func seconds(at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return float64(at.UnixMilli()) / 1000
}

func (s *system) lastVerification(ctx context.Context) (v verification, at time.Time, ok bool) {
	e, ok, err := s.store.LastNoted(ctx, VerificationDone)
	if err != nil || !ok {
		return v, at, false
	}
	return v, e.At, json.Unmarshal(e.Data, &v) == nil
}
