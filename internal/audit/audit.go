package audit

import (
	"context"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// InstallationChain is the name of the installation's own chain.
const InstallationChain = "installation"

// Config says what to verify with.
type Config struct {
	Source Source
	Blobs  Blobs
	// Open gives the checkpoint in an envelope and the key it was signed with.
	// Faults: invalid key_unknown for a key that nobody has vouched for; those
	// of the signature.
	Open func(envelope string) (c checkpoint.Checkpoint, keyID string, err error)
	// Named are the keys that somebody has named or laid beside the data; nil for
	// not to ask. Others are those that the journal speaks of.
	Named map[string]bool
	// Kept are checkpoints that were written down outside of the database, some
	// of them.
	Kept []Line
	// File reads the file that every checkpoint is written down in; nil where
	// none is kept. Pause waits before it is read again; nil for not at all.
	File  func() ([]Line, error)
	Pause func(context.Context, time.Duration) error
	// Foreign is the folder of files where it is not marked as that of this
	// installation; "" where it is.
	Foreign string
	Policy  *policy.Policy
	Now     func() time.Time
}

// Result is what a verification came to (核验结果).
type Result struct {
	Evaluations int64 `json:"evaluations"`
	Books       int64 `json:"books"`
	Entries     int64 `json:"entries"`
	Checkpoints int64 `json:"checkpoints"`
	Statements  int64 `json:"statements"`
	Files       int64 `json:"files"`
	Histories   int64 `json:"histories"`
	// Kept tells that checkpoints are written down beside the database, KeptLines
	// in how many lines.
	Kept      bool  `json:"kept"`
	KeptLines int64 `json:"kept_lines"`
	// Unsealed are the lines of logs that nothing has sealed yet.
	Unsealed int64 `json:"unsealed"`
	// Findings counts what is broken, Warnings what is merely odd.
	Findings int64   `json:"findings"`
	Warnings int64   `json:"warnings"`
	Seconds  float64 `json:"seconds"`
	// Areas say what was looked at in each area and what was found, in the order
	// of Areas.
	Areas []AreaResult `json:"areas"`
}

// OK tells whether nothing is broken.
func (r Result) OK() bool { return r.Findings == 0 }

// run is one verification under way.
type run struct {
	Config
	report func(Finding)
	result Result
	// measured are the files that were read, seen what was compared with them.
	measured map[string]measured
	seen     map[saying]bool
	terms    terms
	policies map[string]policy.Authority
	// read are the versions of policies that were read.
	read     map[string]bool
	suspects []suspect
	// packs are the packages that were read.
	packs map[string]pack
	// archives is what the journal of the installation says of histories.
	archives map[string]archived
	// timelines is what archived histories were told and read.
	timelines timelines
	// calendars are the versions that are kept, dated what the journal of the
	// installation says of them.
	calendars []Calendar
	dated     map[string]Calendar
	// offices is what the journal of the installation says of roles, acts what
	// administrators did by it.
	offices *administration.Books
	acts    []act
	// outdated are the entries that name a policy which did not count any more,
	// by chain and version.
	outdated map[string]outdated
	// sealed are the checkpoints by their numbers, notes what the journal of the
	// installation says of them.
	sealed map[int64]sealed
	newest int64
	notes  notes
	// strange are keys that were warned of.
	strange map[string]bool
	// areas counts what was found in each area, looked what was looked at.
	areas  map[Area]AreaResult
	looked looked
}

// Verify verifies everything, or one evaluation with all that the rest says
// about it, and reports findings as they are made. An error means that it
// could not be verified, never that something was found.
func Verify(ctx context.Context, cfg Config, only evaluation.ID, report func(Finding)) (Result, error) {
	r := newRun(cfg, report)
	return r.do(ctx, r.guards, r.foreign, r.readPolicies, r.readTerms, r.checkpoints, r.keptFile, r.readCalendars, r.installation, r.checkpointsNoted,
		r.checkCalendars, r.administration,
		func(ctx context.Context) error { return r.evaluations(ctx, only) },
		func(ctx context.Context) error { return r.books(ctx, only) },
		func(ctx context.Context) error { return r.histories(ctx, only) }, r.charge)
}

// VerifyCheckpoints verifies the checkpoints alone, with the statements below
// them.
func VerifyCheckpoints(ctx context.Context, cfg Config, report func(Finding)) (Result, error) {
	r := newRun(cfg, report)
	return r.do(ctx, r.checkpoints)
}

func newRun(cfg Config, report func(Finding)) *run {
	r := &run{
		Config: cfg, measured: map[string]measured{}, seen: map[saying]bool{}, policies: map[string]policy.Authority{}, read: map[string]bool{}, packs: map[string]pack{}, archives: map[string]archived{}, dated: map[string]Calendar{},
		offices: administration.NewBooks(), outdated: map[string]outdated{},
		strange: map[string]bool{}, areas: map[Area]AreaResult{}, sealed: map[int64]sealed{}, notes: notes{keys: map[string]checkpoint.Key{}},
	}
	r.report = func(f Finding) {
		a := r.areas[f.Area]
		if f.Level == journal.Broken {
			r.result.Findings++
			a.Findings++
		} else {
			r.result.Warnings++
			a.Warnings++
		}
		r.areas[f.Area] = a
		report(f)
	}
	return r
}

func (r *run) do(ctx context.Context, steps ...func(context.Context) error) (Result, error) {
	began := r.Now()
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return r.result, err
		}
	}
	r.result.Seconds = r.Now().Sub(began).Seconds()
	r.sum()
	return r.result, nil
}

const idsAtOnce = 500

func (r *run) evaluations(ctx context.Context, only evaluation.ID) error {
	if only != "" {
		return r.evaluation(ctx, only)
	}
	if err := r.orphans(ctx); err != nil {
		return err
	}
	for last := evaluation.ID(""); ; {
		ids, err := r.Source.EvaluationIDs(ctx, last, idsAtOnce)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := r.evaluation(ctx, id); err != nil {
				return err
			}
		}
		last = ids[len(ids)-1]
	}
}

// orphans reports rows of evaluations that are not there.
func (r *run) orphans(ctx context.Context) error {
	rows, err := r.Source.Orphans(ctx)
	for _, o := range rows {
		chain := o.Evaluation
		if o.Table == "filing_opinions" || o.Table == "filing_gaps" || o.Table == "rectification_notices" { // their key is a filing
			chain = ""
		}
		r.report(Orphan.at(Rows, chain, o.Table+" "+o.Evaluation, "0", where("", o.Count)[1:]))
	}
	if err != nil {
		return err
	}
	unread, err := r.Source.Unread(ctx)
	for _, d := range unread {
		r.report(RowDiffers.at(Rows, "", d.where(), d.Expected, d.Found))
	}
	return err
}

// unreadable makes a finding of an error that comes from what is kept, and
// hands on one that comes from reading it: then nothing was verified.
func (r *run) unreadable(area Area, id evaluation.ID, place string, err error) error {
	if err == nil {
		return nil
	}
	if code := fault.CodeOf(err); code == fault.Unavailable || code == fault.Unauthenticated {
		return err
	}
	r.report(Unreadable.at(area, string(id), place, "", unread(err)).because(err))
	return nil
}

// installation verifies the chain of the installation.
func (r *run) installation(ctx context.Context) error {
	anchors, err := r.Source.Stated(ctx, InstallationChain)
	if err != nil {
		return err
	}
	found, err := r.Source.InstallationJournal(ctx, r.noted, anchors)
	for _, f := range found {
		r.report(ofChain(Installation, f))
	}
	return r.unreadable(Installation, "", "journal", err)
}
