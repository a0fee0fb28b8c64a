package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/ledger"
	"jiheng/internal/store"
)

// entryFlags are the flags that say which entries.
type entryFlags struct {
	filter   store.JournalFilter
	types    string
	refused  bool
	from, to string
}

func (e *entryFlags) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar((*string)(&e.filter.Evaluation), "evaluation", "", ofEvaluationFlag)
	f.StringVar((*string)(&e.filter.Actor), "actor", "", actorFlag)
	f.StringVar((*string)(&e.filter.OnBehalfOf), "for", "", forFlag)
	f.StringVar((*string)(&e.filter.Task), "task", "", taskFlag)
	f.StringVar(&e.filter.Item, "item", "", itemFlag)
	f.StringVar(&e.types, "type", "", typeFlag)
	f.StringVar(&e.filter.Action, "action", "", actionFlag)
	f.BoolVar(&e.refused, "refused", false, refusedFlag)
	f.StringVar(&e.from, "from", "", entriesFromFlag)
	f.StringVar(&e.to, "to", "", entriesToFlag)
}

// wanted completes the filter; dates are civil dates in Beijing, the last one
// included.
func (e *entryFlags) wanted() (store.JournalFilter, error) {
	f := e.filter
	if e.types != "" {
		f.Types = strings.Split(e.types, ",")
	}
	if e.refused {
		f.Refused = &e.refused
	}
	from, err := dateFlag("from", e.from)
	if err != nil {
		return f, err
	}
	to, err := dateFlag("to", e.to)
	if err != nil {
		return f, err
	}
	if !from.IsZero() {
		f.From = midnight(from)
	}
	if !to.IsZero() {
		f.To = midnight(to).AddDate(0, 0, 1)
	}
	return f, nil
}

func midnight(d calendar.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, calendar.Location())
}

func (sh *shell) auditShow() *cobra.Command {
	var flags entryFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show", Short: auditShowShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := flags.wanted()
			if err != nil {
				return err
			}
			return sh.withPolicy(cmd.Context(), func(s *system) error {
				if asJSON {
					return s.export(cmd.Context(), f, ledger.JSONL, sh.out)
				}
				return s.eachLine(cmd.Context(), f, func(l ledger.Line) error {
					_, err := fmt.Fprintln(sh.out, entryLine(l))
					return err
				})
			})
		},
	}
	flags.bind(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonLinesFlag)
	return cmd
}

func (sh *shell) auditExport() *cobra.Command {
	var flags entryFlags
	var format, path string
	cmd := &cobra.Command{
		Use: "export --out FILE", Short: auditExportShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := flags.wanted()
			if err != nil {
				return err
			}
			if format == "" {
				format = path[strings.LastIndexByte(path, '.')+1:]
			}
			return sh.withPolicy(cmd.Context(), func(s *system) error {
				return whole(path, func(w io.Writer) error { return s.export(cmd.Context(), f, ledger.Format(format), w) })
			})
		},
	}
	flags.bind(cmd)
	cmd.Flags().StringVar(&format, "format", "", formatFlag)
	cmd.Flags().StringVar(&path, "out", "", outFlag)
	_ = cmd.MarkFlagRequired("out") // it is there
	return cmd
}

// withPolicy opens the database, and the policy for its words.
func (sh *shell) withPolicy(ctx context.Context, do func(*system) error) (err error) {
	s := &system{cfg: sh.cfg, log: sh.log, audits: true}
	if _, err := s.open(ctx, s.openPolicy, s.openStore); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// whole writes a file wholly or not at all.
func whole(path string, write func(io.Writer) error) error {
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // the person at the terminal names the file
	if err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	err = write(file)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, path)
}

// export notes that somebody at the terminal exports, and writes the file.
func (s *system) export(ctx context.Context, f store.JournalFilter, format ledger.Format, w io.Writer) error {
	out, err := ledger.New(format, w)
	if err != nil {
		return exit(exitUsage, badFlag("format", string(format), formatWanted))
	}
	if err := s.noteExport(ctx, f, format); err != nil {
		return err
	}
	if err := s.eachLine(ctx, f, out.Write); err != nil {
		return err
	}
	return out.Close()
}

func (s *system) noteExport(ctx context.Context, f store.JournalFilter, format ledger.Format) error {
	data, err := json.Marshal(map[string]string{"evaluation": string(f.Evaluation), "actor": string(f.Actor), "format": string(format), "by": whoImports("")})
	if err != nil {
		return err
	}
	return s.noteReading(ctx, "journal_exported", data)
}

// noteReading remembers what was read at the terminal. A login that may write
// nothing leaves that to the log of the database.
func (s *system) noteReading(ctx context.Context, kind string, data []byte) error {
	if s.store.ReadOnly() {
		s.log.WarnContext(ctx, "the login may only read: this is not in the journal", "type", kind)
		return nil
	}
	_, err := s.store.Note(ctx, journal.Entry{Type: kind, ActorID: string(atTheConsole), PolicyVersion: s.policy.Version(), Data: data})
	return err
}

// eachLine hands out entries with names and words.
func (s *system) eachLine(ctx context.Context, f store.JournalFilter, use func(ledger.Line) error) error {
	var batch []journal.Entry
	flush := func() error {
		lines, err := s.lines(ctx, batch)
		for _, l := range lines {
			err = errors.Join(err, use(l))
		}
		batch = batch[:0]
		return err
	}
	err := s.store.EachEntry(ctx, nil, f, func(e journal.Entry) error {
		if batch = append(batch, e); len(batch) < 500 {
			return nil
		}
		return flush()
	})
	return errors.Join(err, flush())
}

func (s *system) lines(ctx context.Context, entries []journal.Entry) ([]ledger.Line, error) {
	var ids []evaluation.PersonID
	for _, e := range entries {
		ids = append(ids, evaluation.PersonID(e.ActorID), evaluation.PersonID(e.OnBehalfOf))
	}
	people, err := s.store.PersonNames(ctx, ids)
	if err != nil {
		return nil, err
	}
	names := evaluation.Names{People: people}
	out := make([]ledger.Line, len(entries))
	for i, e := range entries {
		out[i] = ledger.Line{Entry: e, Kind: evaluation.EventType(e.Type).Label(), Actor: calling(names, e.ActorID), Rule: s.policy.Wording(e.Rule)}
		if e.OnBehalfOf != "" {
			out[i].OnBehalfOf = calling(names, e.OnBehalfOf)
		}
	}
	return out, nil
}
