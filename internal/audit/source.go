package audit

import (
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/policy"
)

// Source is what is verified. Every method reads one snapshot.
type Source interface {
	// EvaluationIDs gives ids behind one, in order.
	EvaluationIDs(ctx context.Context, after evaluation.ID, limit int) ([]evaluation.ID, error)
	// Journal verifies the chain against anchors and the rows against its
	// fold, and shows every entry on the way.
	Journal(ctx context.Context, id evaluation.ID, look func(Moment), anchors []journal.Head) (Journal, error)
	// Situation gives the whole evaluation with its definition.
	Situation(ctx context.Context, id evaluation.ID) (*evaluation.Situation, error)
	// InstallationJournal verifies the chain of the installation.
	InstallationJournal(ctx context.Context, seen func(journal.Entry) error, anchors []journal.Head) ([]journal.Finding, error)
	// Books lists the books of all receivers.
	Books(ctx context.Context) ([]review.Book, error)
	// Book verifies the chain of a book against anchors and the rows against
	// its fold, shows every entry on the way, and gives what has been filed.
	Book(ctx context.Context, b review.Book, look func(journal.Entry), anchors []journal.Head) (Journal, []review.Filing, error)
	// EachGrant and EachProposal give every role that anybody ever held, and
	// every proposal there ever was, as the rows say.
	EachGrant(ctx context.Context, use func(administration.Grant)) error
	EachProposal(ctx context.Context, use func(administration.Proposal)) error
	// Registers gives all rows of all registers. A column that may not be read
	// is left out of every row.
	Registers(ctx context.Context) (map[administration.Register]map[string]administration.Row, error)
	// Marks gives the marks of all lines of a log up to one, as the lines are.
	Marks(ctx context.Context, l administration.Log, to int64) (map[int64]string, error)
	// Unsealed counts the lines of a log behind one.
	Unsealed(ctx context.Context, l administration.Log, to int64) (int64, error)
	// Orphans lists rows of evaluations and books that are not there: table and
	// key.
	Orphans(ctx context.Context) ([]Row, error)

	// Unread lists what stands in rows of no evaluation and no field reads.
	Unread(ctx context.Context) ([]Difference, error)
	// Guards lists all that guards tables, and every right, that is not as the
	// migrations demand.
	Guards(ctx context.Context) ([]Guard, error)

	Installation(ctx context.Context) (string, error)
	WalkCheckpoints(ctx context.Context, statement func(position int64, s checkpoint.Statement) error, covers func(Kept) error) error
	// CheckpointsBehind gives the checkpoints behind a number, KeptKeys the keys
	// that lie beside them, whoever put them there.
	CheckpointsBehind(ctx context.Context, number int64) ([]Kept, error)
	KeptKeys(ctx context.Context) ([]checkpoint.Key, error)
	// Stated gives what checkpoints said about a chain, in order.
	Stated(ctx context.Context, chain string) ([]journal.Head, error)
	// Lost gives the last statement about chains that are not there.
	Lost(ctx context.Context) ([]checkpoint.Statement, error)

	// Histories hands out every archived history, or those of one evaluation.
	Histories(ctx context.Context, only evaluation.ID, use func(History) error) error
	// Instants gives the instants of all entries of an evaluation, by number, and
	// the number of its last entry of a kind, 0 when there is none.
	Instants(ctx context.Context, id evaluation.ID, kind string) (at map[int64]time.Time, ofKind int64, err error)

	// Calendars gives every kept version of the calendar, the earliest first.
	Calendars(ctx context.Context) ([]Calendar, error)
	// File gives what is recorded of a file. Fault: not_found.
	File(ctx context.Context, sha256 string) (File, error)
	// Policies gives every policy that is kept, by the version it is kept under.
	Policies(ctx context.Context) (map[string]policy.Source, error)
	// Terms gives every grant of a role that there ever was.
	Terms(ctx context.Context, use func(Term)) error
}

// Blobs opens files by their digest.
type Blobs interface {
	Open(sha256 string) (io.ReadSeekCloser, int64, error)
}

// Moment is an entry with what stood behind it; good until the call returns.
type Moment struct {
	Entry      journal.Entry
	Before     *evaluation.Evaluation
	Definition *evaluation.Definition
}

// Journal is what a source found in a chain and in the rows.
type Journal struct {
	Entries int64
	Head    journal.Head
	Chain   []journal.Finding
	Rows    []Difference
}

// Verified tells whether nothing is broken.
func (j Journal) Verified() bool {
	broken := slices.ContainsFunc(j.Chain, func(f journal.Finding) bool { return f.Level == journal.Broken })
	return !broken && len(j.Rows) == 0
}

// Findings gives what was found as findings of an evaluation.
func (j Journal) Findings(id evaluation.ID) []Finding {
	out := []Finding{}
	for _, f := range j.Chain {
		out = append(out, ofChain(Chain, f))
	}
	for _, d := range j.Rows {
		out = append(out, RowDiffers.at(Rows, string(id), d.where(), d.Expected, d.Found))
	}
	return out
}

// Difference is a place where a row is not what the journal says.
type Difference struct {
	Table, Key, Column, Expected, Found string
}

func (d Difference) where() string {
	if d.Column == "" {
		return d.Table + " " + d.Key
	}
	return d.Table + " " + d.Key + " " + d.Column
}

// Row is a row by table and key, with the evaluation it says it is of.
type Row struct {
	Table, Evaluation string
	Count             int64
}

// Guard is what guards a table, or a right, and is not as it should be: Found
// is empty for one that is missing, Expected for one too many.
type Guard struct{ Where, Expected, Found string }

// Kept is a checkpoint as it is kept.
type Kept struct {
	Number, Size int64
	At           time.Time
	Edge         []checkpoint.Hash
	KeyID        string
	Envelope     string
}

// History is an archived history of a workflow run (工作流历史).
type History struct {
	Workflow, Run string
	Evaluation    evaluation.ID
	Status        string
	Events        int64
	// StartedAt and ClosedAt are what the archive says.
	StartedAt, ClosedAt time.Time
	// SHA256 is what the archive says, Sum and Packed what its bytes come to.
	SHA256, Sum, Packed string
	// Readable is false when it is no history.
	Readable bool
	// Counted is how many events it has.
	Counted int64
	// Continues is the run that was continued as this one, "" for the first.
	Continues string
	// Calls are what it was told and what it read, in order.
	Calls []Call
}

// Call is that a workflow was told of an entry, or read up to one (转达与读取).
type Call struct {
	Event int64
	At    time.Time
	// Seq is the entry; 0 for a signal whose request is of no entry of its
	// evaluation.
	Seq  int64
	Read bool
	// Named is the name of the request that told it.
	Named string
}

func (h *History) key() string { return h.Workflow + " " + h.Run }

func (h *History) place() string { return "workflow_archives " + h.key() }

// Line is a checkpoint that was written down outside of the database (留存的检查点).
type Line struct {
	Place string
	// Number is 0 when the line cannot be read.
	Number int64
	// Text is the digest, or the printed line.
	Text    string
	Printed bool
	// Checkpoint is what was signed; of a printed line there is none.
	Checkpoint checkpoint.Checkpoint
}

// told names what was written down.
func (l Line) told() string {
	if l.Checkpoint.Number == 0 {
		return l.Text
	}
	return l.Checkpoint.Told()
}

// File is what is recorded of a file.
type File struct {
	SHA256, SM3 string
	Size        int64
}

// Term is a role that somebody held for some time.
type Term struct {
	Person             evaluation.PersonID
	Role               evaluation.RoleID
	Unit, Department   string
	ValidFrom, ValidTo time.Time // ValidTo is zero while it lasts
}

func where(what string, n int64) string { return what + " " + strconv.FormatInt(n, 10) }
