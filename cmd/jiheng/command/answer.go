package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/answer"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/policy"
)

// auditAnswer answers what auditors ask, as the API does.
func (sh *shell) auditAnswer() *cobra.Command {
	parent := &cobra.Command{Use: "answer", Short: auditAnswerShort}
	parent.AddCommand(sh.answerWhoCould(), sh.answerWhyRefused(), sh.answerWhoLooked(), sh.answerAfterSealing())
	return parent
}

// asks opens everything, notes the question and lets it be answered.
func (sh *shell) asks(ctx context.Context, kind string, id evaluation.ID, do func(*system, *answer.Desk) error) error {
	return sh.withFiles(ctx, func(s *system) error {
		data, err := json.Marshal(map[string]string{"evaluation": string(id), "by": whoImports("")})
		if err != nil {
			return err
		}
		if err := s.store.Known(ctx, store.JournalFilter{Evaluation: id}); err != nil {
			return err
		}
		if err := s.noteReading(ctx, kind, data); err != nil {
			return err
		}
		return do(s, &answer.Desk{Source: adapter.API{Store: s.store}, Blobs: s.blobs, Policy: s.policy})
	})
}

func (sh *shell) answerWhoCould() *cobra.Command {
	var q answer.Question
	var at string
	cmd := &cobra.Command{
		Use: "who-could --evaluation ID --task ID --action ACTION --at TIME", Short: answerWhoCouldShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if q.At, err = instantFlag("at", at); err != nil {
				return err
			}
			q.At = secondsEnd(q.At, time.Now())
			switch {
			case q.At.After(time.Now()):
				return exit(exitFailed, notYet(at))
			case !slices.Contains(attempts(), q.Action):
				return exit(exitFailed, noSuchAction(string(q.Action)))
			}
			return sh.asks(cmd.Context(), "answer_who_could", q.Evaluation, func(s *system, d *answer.Desk) error {
				could, err := d.WhoCould(cmd.Context(), q)
				if err != nil {
					return err
				}
				if err := sh.say(couldHead(q, &could)); err != nil {
					return err
				}
				return s.printGroups(cmd.Context(), sh.out, &could, q.At)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar((*string)(&q.Evaluation), "evaluation", "", ofEvaluationFlag)
	f.StringVar((*string)(&q.Task), "task", "", taskFlag)
	f.StringVar((*string)(&q.Action), "action", "", actionFlag)
	f.StringVar(&at, "at", "", atFlag)
	required(cmd, "evaluation", "action", "at")
	return cmd
}

// instantFlag reads an instant; what names no zone is on the clock of Beijing.
func instantFlag(name, text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at, nil
	}
	for _, form := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(form, text, calendar.Location()); err == nil {
			return at, nil
		}
	}
	return time.Time{}, exit(exitUsage, badFlag(name, text, instantWanted))
}

// secondsEnd gives the end of the second that whole seconds name, as the page
// does: what is displayed with that second has happened then. Nothing that is
// still to come is within.
func secondsEnd(at, now time.Time) time.Time {
	if at.Nanosecond() != 0 || at.After(now) {
		return at
	}
	if end := at.Add(time.Second - time.Microsecond); end.Before(now) {
		return end
	}
	return now
}

func required(cmd *cobra.Command, flags ...string) {
	for _, f := range flags {
		_ = cmd.MarkFlagRequired(f) // it is there
	}
}

// printGroups prints who could, who was kept from it and who had no role for
// it, each group with a heading.
func (s *system) printGroups(ctx context.Context, w io.Writer, could *answer.Could, at time.Time) error {
	var groups [3][]answer.Candidate
	for _, c := range could.Candidates {
		i := 1
		switch {
		case c.Allowed:
			i = 0
		case c.Without():
			i = 2
		}
		groups[i] = append(groups[i], c)
	}
	for i, heading := range couldHeadings() {
		if _, err := fmt.Fprintf(w, heading+"\n", len(groups[i])); err != nil {
			return fmt.Errorf("print answer: %w", err)
		}
		if err := s.printCandidates(ctx, w, could, groups[i], at); err != nil {
			return err
		}
	}
	return nil
}

// printCandidates prints a line for each person.
func (s *system) printCandidates(ctx context.Context, w io.Writer, could *answer.Could, list []answer.Candidate, at time.Time) error {
	var ids []evaluation.PersonID
	for _, c := range list {
		ids = append(ids, c.Person, c.OnBehalfOf)
	}
	people, err := s.store.PersonNamesAt(ctx, ids, at)
	if err != nil {
		return err
	}
	names := evaluation.Names{People: people}
	for _, c := range list {
		if _, err := fmt.Fprintln(w, candidateLine(names, could, c)); err != nil {
			return fmt.Errorf("print answer: %w", err)
		}
	}
	return nil
}

func (sh *shell) answerWhyRefused() *cobra.Command {
	var id string
	var seq int64
	cmd := &cobra.Command{
		Use: "why-refused --evaluation ID --entry NUMBER", Short: answerWhyRefusedShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.asks(cmd.Context(), "answer_why_refused", evaluation.ID(id), func(s *system, d *answer.Desk) error {
				why, err := d.WhyRefused(cmd.Context(), evaluation.ID(id), seq)
				if err != nil {
					return err
				}
				return s.printRefusal(cmd.Context(), sh.out, &why)
			})
		},
	}
	cmd.Flags().StringVar(&id, "evaluation", "", ofEvaluationFlag)
	cmd.Flags().Int64Var(&seq, "entry", 0, entryFlag)
	required(cmd, "evaluation", "entry")
	return cmd
}

// printRefusal prints why, and who could have done it.
func (s *system) printRefusal(ctx context.Context, w io.Writer, why *answer.Refused) error {
	allowed := slices.DeleteFunc(slices.Clone(why.Could.Candidates), func(c answer.Candidate) bool { return !c.Allowed })
	people, err := s.store.PersonNamesAt(ctx, []evaluation.PersonID{
		evaluation.PersonID(why.Entry.ActorID), evaluation.PersonID(why.Entry.OnBehalfOf),
	}, why.Entry.At)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(w, refusedLines(evaluation.Names{People: people}, why, len(allowed))); err != nil {
		return fmt.Errorf("print answer: %w", err)
	}
	return s.printCandidates(ctx, w, &why.Could, allowed, why.Entry.At)
}

func (sh *shell) answerWhoLooked() *cobra.Command {
	var id, material string
	cmd := &cobra.Command{
		Use: "who-looked --evaluation ID [--material ID]", Short: answerWhoLookedShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.asks(cmd.Context(), "answer_who_looked", evaluation.ID(id), func(s *system, _ *answer.Desk) error {
				return s.printLooks(cmd.Context(), sh.out, evaluation.ID(id), material)
			})
		},
	}
	cmd.Flags().StringVar(&id, "evaluation", "", ofEvaluationFlag)
	cmd.Flags().StringVar(&material, "material", "", materialFlag)
	required(cmd, "evaluation")
	return cmd
}

const (
	looksAtOnce = 100
	notedShown  = 200
)

// printLooks prints how often each file was looked at and a line for each look,
// the latest first; then who read the journal, and what the public took.
func (s *system) printLooks(ctx context.Context, w io.Writer, id evaluation.ID, material string) error {
	files, err := s.store.LooksByFile(ctx, id)
	if err != nil {
		return err
	}
	n, err := s.printEachLook(ctx, w, id, material)
	if err != nil {
		return err
	}
	lines := []string{}
	if n == 0 {
		lines = append(lines, noLooks)
	}
	for _, f := range files {
		if (material == "" || f.Material == material) && f.Times > 0 {
			lines = append(lines, fileLine(f))
		}
	}
	if material == "" {
		more, err := s.readings(ctx, id)
		if err != nil {
			return err
		}
		lines = append(lines, more...)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return fmt.Errorf("print answer: %w", err)
		}
	}
	return nil
}

func (s *system) printEachLook(ctx context.Context, w io.Writer, id evaluation.ID, material string) (n int, err error) {
	for cursor := ""; ; {
		list, next, err := s.store.Looks(ctx, id, material, looksAtOnce, cursor)
		if err != nil {
			return n, err
		}
		var ids []evaluation.PersonID
		for _, l := range list {
			ids = append(ids, l.Person, l.OnBehalfOf)
		}
		people, err := s.store.PersonNames(ctx, ids)
		if err != nil {
			return n, err
		}
		for _, l := range list {
			if _, err := fmt.Fprintln(w, lookLine(evaluation.Names{People: people}, l)); err != nil {
				return n, fmt.Errorf("print answer: %w", err)
			}
		}
		n += len(list)
		if cursor = next; cursor == "" {
			return n, nil
		}
	}
}

// readings are lines about who read the journal, and what the public took.
func (s *system) readings(ctx context.Context, id evaluation.ID) (lines []string, err error) {
	noted, err := s.store.NotedOf(ctx, id, notedShown)
	if err != nil {
		return nil, err
	}
	entries, err := s.lines(ctx, noted)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		lines = append(lines, readingLine(e))
	}
	public, err := s.store.PublicDownloads(ctx, id)
	for _, p := range public {
		lines = append(lines, publicLine(p.Path, p.Count))
	}
	return lines, err
}

func (sh *shell) answerAfterSealing() *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use: "after-sealing --evaluation ID", Short: answerAfterSealingShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.asks(cmd.Context(), "answer_after_sealing", evaluation.ID(id), func(s *system, d *answer.Desk) error {
				list, err := d.AfterSealing(cmd.Context(), evaluation.ID(id), time.Now())
				if err != nil {
					return err
				}
				return s.printSealings(cmd.Context(), sh.out, list)
			})
		},
	}
	cmd.Flags().StringVar(&id, "evaluation", "", ofEvaluationFlag)
	required(cmd, "evaluation")
	return cmd
}

// printSealings prints what became of each sealing, all of them; that one of
// them is not served as it was sealed is told by the exit code.
func (s *system) printSealings(ctx context.Context, w io.Writer, list []answer.Sealed) error {
	same := true
	for i := range list {
		people, err := s.store.PersonNames(ctx, list[i].People())
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w, sealingLines(evaluation.Names{People: people}, &list[i])); err != nil {
			return fmt.Errorf("print answer: %w", err)
		}
		same = same && list[i].Same()
	}
	if !same {
		return exit(exitUnproven, nil)
	}
	return nil
}

// stamp is an instant on the clock of Beijing.
func stamp(t time.Time) string { return t.In(calendar.Location()).Format("2006-01-02 15:04:05") }

// titles are roles in words.
func titles(roles []evaluation.RoleID) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = policy.RoleTitle(r)
	}
	return strings.Join(out, separator)
}
