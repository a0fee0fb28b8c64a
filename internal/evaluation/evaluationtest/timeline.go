package evaluationtest

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

// longest bounds what must converge: rounds of moves, waking instants, things
// that people still have to do.
const longest = 10_000

// Turn carries out what the timeline has to do now, until there is nothing,
// and gives the instant at which it has to look again.
func (c *Case) Turn() time.Time {
	c.T.Helper()
	for range longest {
		moves, wake := evaluation.Next(evaluation.FactsOf(c.Evaluation), c.Now)
		if len(moves) == 0 {
			return wake
		}
		seq := c.Evaluation.Seq
		for _, m := range moves {
			c.Carry(m)
		}
		require.Greater(c.T, c.Evaluation.Seq, seq, "the moves %v changed nothing", moves)
	}
	require.FailNow(c.T, "the timeline never rests")
	return time.Time{}
}

// Carry carries out one move.
func (c *Case) Carry(m evaluation.Move) []evaluation.Event {
	c.T.Helper()
	events, err := c.Decide(m)
	require.NoError(c.T, err, "move %v", m)
	c.Record(evaluation.System(), events)
	return events
}

// Decide decides one move without recording it.
func (c *Case) Decide(m evaluation.Move) ([]evaluation.Event, error) {
	s := c.Situation(evaluation.System())
	switch m.Kind {
	case evaluation.MoveTick:
		return evaluation.Tick(s)
	case evaluation.MoveSettle:
		return evaluation.Settle(s, m.Stage), nil
	case evaluation.MoveOpen:
		return evaluation.Open(s, m.Stage)
	case evaluation.MoveFinish:
		return evaluation.Finish(s), nil
	case evaluation.MovePerform:
	}
	switch m.Effect {
	case evaluation.EffectFile:
		return evaluation.File(s, m.Task)
	case evaluation.EffectPublish:
		return Published(s, m.Task)
	case evaluation.EffectSeal, evaluation.EffectNone:
	}
	return evaluation.Seal(s, m.Task, NextDossier(s))
}

// At goes on to a civil instant, waking up in between whenever the timeline
// has to.
func (c *Case) At(text string) *Case {
	c.T.Helper()
	return c.Until(c.Start.Timescale.At(Instant(c.T, text)))
}

// Until goes on to a real instant.
func (c *Case) Until(instant time.Time) *Case {
	c.T.Helper()
	require.False(c.T, instant.Before(c.Now), "%s is over at %s", instant, c.Now)
	for range longest {
		wake := c.Turn()
		if wake.IsZero() || wake.After(instant) {
			c.Now = instant
			c.Turn()
			return c
		}
		c.Now = wake
	}
	require.FailNow(c.T, "the timeline wakes up for ever")
	return c
}

// Dossier is a dossier sealed at an instant, with digests of the right form.
func Dossier(sealedAt time.Time) evaluation.Dossier { return dossier(sealedAt, `{"documents":[]}`) }

func dossier(sealedAt time.Time, manifest string) evaluation.Dossier {
	sum := sha256.Sum256([]byte(manifest))
	digest := hex.EncodeToString(sum[:])
	return evaluation.Dossier{
		Digest: digest, SM3: digest, SealedAt: sealedAt, Package: digest, Manifest: manifest,
		DeclaredTotal: "97", DeclaredGrade: Grade,
	}
}

// NextDossier is the dossier that comes after the last one of an evaluation, with
// the three documents that a shipped process has.
func NextDossier(s *evaluation.Situation) evaluation.Dossier {
	d := dossier(s.Now, `{"documents":[],"journal_seq":`+strconv.FormatInt(s.Evaluation.Seq, 10)+`}`)
	for _, path := range []string{"data-table.xlsx", "report.html", "score-table.xlsx"} {
		d.Files = append(d.Files, evaluation.SealedFile{Path: path, Title: path, SHA256: d.Digest, Size: 1, Publish: evaluation.PublishYes})
	}
	if before := s.Evaluation.Dossier; before != nil {
		d.Supersedes = before.Digest
	}
	return d
}

// Published publishes the sealed dossier, or as much of it as was decided.
func Published(s *evaluation.Situation, task evaluation.TaskID) ([]evaluation.Event, error) {
	if s.Evaluation.Dossier == nil {
		return evaluation.Publish(s, task)
	}
	digest := s.Evaluation.Dossier.Digest
	p := evaluation.Public{Digest: digest}
	if c := s.Evaluation.ClearanceOf(digest); c != nil {
		p.Clearance = c.Task
	}
	if len(s.Evaluation.Withheld(digest)) > 0 {
		p.Package = strings.Repeat("cd", 32)
	}
	return evaluation.PublishPackage(s, task, p)
}
