package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

	installation bool
	book         string
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
	e.bindChains(cmd)
}

// wanted completes the query; dates are civil dates in Beijing, the last one
// included.
func (e *entryFlags) wanted() (entryQuery, error) {
	f := entryQuery{JournalFilter: e.filter, installation: e.installation}
	if e.types != "" {
		f.Types = strings.Split(e.types, ",")
	}
	if e.refused {
		f.Refused = &e.refused
	}
	var err error
	if f.book, err = bookWanted(e.book); err != nil {
		return f, err
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
			return sh.withPolicy(cmd.Context(), func(s *system) error { return sh.showEntries(cmd.Context(), s, f, asJSON) })
		},
	}
	flags.bind(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonLinesFlag)
	return cmd
}

// showEntries prints entries. Where there are none it says so: beside the lines
// for programs, which read nothing then.
func (sh *shell) showEntries(ctx context.Context, s *system, f entryQuery, asJSON bool) error {
	if asJSON {
		n, err := s.export(ctx, f, ledger.JSONL, sh.out)
		if err == nil && n == 0 {
			_, err = fmt.Fprintln(sh.err, noEntries)
		}
		return err
	}
	n, err := s.eachLine(ctx, f, func(l ledger.Line) error {
		_, err := fmt.Fprintln(sh.out, oneLine(entryLine(l)))
		return err
	})
	if err == nil && n == 0 {
		return sh.say(noEntries)
	}
	return err
}

// exportTo writes entries to a file and says how many.
func (sh *shell) exportTo(ctx context.Context, s *system, f entryQuery, format ledger.Format, out output) error {
	n := 0
	err := out.write(func(w io.Writer) (err error) {
		n, err = s.export(ctx, f, format, w)
		return err
	})
	if err != nil {
		return err
	}
	return sh.say(exported(out.path, n))
}

func (sh *shell) auditExport() *cobra.Command {
	var flags entryFlags
	var format string
	var out output
	cmd := &cobra.Command{
		Use: "export --out FILE", Short: auditExportShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := flags.wanted()
			if err != nil {
				return err
			}
			if format == "" {
				format = out.path[strings.LastIndexByte(out.path, '.')+1:]
			}
			return sh.withPolicy(cmd.Context(), func(s *system) error { return sh.exportTo(cmd.Context(), s, f, ledger.Format(format), out) })
		},
	}
	flags.bind(cmd)
	cmd.Flags().StringVar(&format, "format", "", formatFlag)
	out.bind(cmd)
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

// export notes that somebody at the terminal exports, and writes the entries;
// it tells how many there were.
func (s *system) export(ctx context.Context, f entryQuery, format ledger.Format, w io.Writer) (int, error) {
	out, err := ledger.New(format, w)
	if err != nil {
		return 0, exit(exitUsage, badFlag("format", string(format), formatWanted))
	}
	if err := s.known(ctx, f); err != nil {
		return 0, err
	}
	if err := s.noteExport(ctx, f, format); err != nil {
		return 0, err
	}
	n, err := s.eachLine(ctx, f, out.Write)
	if err != nil {
		return n, err
	}
	return n, out.Close()
}

func (s *system) noteExport(ctx context.Context, f entryQuery, format ledger.Format) error {
	data, err := json.Marshal(map[string]string{"evaluation": f.chain(), "actor": string(f.Actor), "format": string(format), "by": whoImports("")})
	if err != nil {
		return err
	}
	return s.noteReading(ctx, "journal_exported", data)
}

// attempts are the actions that somebody can be refused.
func attempts() []evaluation.Action {
	return append(evaluation.TaskActions(), evaluation.EvaluationActions()...)
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

// eachLine hands out entries with names and words, and counts them. A filter
// that names what is not here is refused: nothing found would be no answer.
func (s *system) eachLine(ctx context.Context, f entryQuery, use func(ledger.Line) error) (n int, err error) {
	if err := s.known(ctx, f); err != nil {
		return 0, err
	}
	var batch []journal.Entry
	flush := func() error {
		lines, err := s.lines(ctx, batch)
		for _, l := range lines {
			err = errors.Join(err, use(l))
		}
		n, batch = n+len(batch), batch[:0]
		return err
	}
	err = f.each(ctx, s.store, func(e journal.Entry) error {
		if batch = append(batch, e); len(batch) < 500 {
			return nil
		}
		return flush()
	})
	return n, errors.Join(err, flush())
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
		out[i] = ledger.Line{Entry: e, Kind: kindOf(e), Actor: calling(names, e.ActorID), Rule: s.policy.Wording(e.Rule)}
		if e.OnBehalfOf != "" {
			out[i].OnBehalfOf = calling(names, e.OnBehalfOf)
		}
	}
	return out, nil
}
