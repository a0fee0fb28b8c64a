package audit

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiheng/internal/checkpoint"
	"jiheng/internal/journal"
	"jiheng/internal/review"
)

// Area is what a finding is about (核验范围).
type Area string

// The areas.
const (
	Chain        Area = "chain"
	Checkpoints  Area = "checkpoint"
	Rows         Area = "rows"
	Files        Area = "file"
	Dossiers     Area = "dossier"
	Authority    Area = "authority"
	Installation Area = "installation"
	Histories    Area = "history"
	Guards       Area = "guard"
)

// Areas lists all areas.
func Areas() []Area {
	return []Area{Chain, Checkpoints, Rows, Files, Dossiers, Authority, Installation, Histories, Guards}
}

// Kind is what was found, beside the kinds of journal and checkpoint.
type Kind string

// The kinds.
const (
	// RowDiffers: a row is not what the journal says.
	RowDiffers Kind = "row_differs"
	// ChainLost: a checkpoint speaks of a chain that is not there.
	ChainLost Kind = "chain_lost"
	// Orphan: rows of an evaluation that is not there.
	Orphan Kind = "orphan"
	// Unreadable: what is kept cannot be read.
	Unreadable Kind = "unreadable"
	// FileMissing: a file that is referred to is not there.
	FileMissing Kind = "file_missing"
	// FileChanged: the content of a file does not have its digest.
	FileChanged Kind = "file_changed"
	// FileRowDiffers: what is recorded of a file is not what it is.
	FileRowDiffers Kind = "file_row_differs"
	// ManifestDiffers: the manifest does not have the digest of its dossier.
	ManifestDiffers Kind = "manifest_differs"
	// PackageDiffers: the package is not what was sealed.
	PackageDiffers Kind = "package_differs"
	// PolicyMissing: an entry names a policy that is not kept.
	PolicyMissing Kind = "policy_missing"
	// PolicyChanged: a kept policy is not the one that its version names.
	PolicyChanged Kind = "policy_changed"
	// NotEntitled: somebody did what no role of theirs entitled them to.
	NotEntitled Kind = "not_entitled"
	// RuleMissing: an entry names no rule that allowed it.
	RuleMissing Kind = "rule_missing"
	// DutyBroken: something was done against a separation of duties.
	DutyBroken Kind = "duty_broken"
	// KeyUnknown: a checkpoint is signed with a key that nobody has vouched for.
	KeyUnknown Kind = "key_unknown"
	// PositionWrong: a statement is missing from the log.
	PositionWrong Kind = "statement_position"
	// CheckpointRowDiffers: the row of a checkpoint is not what was signed.
	CheckpointRowDiffers Kind = "checkpoint_row_differs"
	// KeptMissing: a checkpoint that was written down elsewhere is not there.
	KeptMissing Kind = "kept_missing"
	// KeptDiffers: it is there and is another.
	KeptDiffers Kind = "kept_differs"
	// LineUnreadable: what was written down is no checkpoint, or not signed.
	LineUnreadable Kind = "line_unreadable"
	// KeptLacking: a checkpoint is not in the file that all are written down in.
	KeptLacking Kind = "kept_lacking"
	// LineOutOfOrder: a line of that file stands behind one that was made later.
	LineOutOfOrder Kind = "line_out_of_order"
	// CheckpointGone: the journal speaks of a checkpoint that is not there.
	CheckpointGone Kind = "checkpoint_gone"
	// CheckpointUnlike: it is there and is another.
	CheckpointUnlike Kind = "checkpoint_unlike"
	// CheckpointUnnoted: a checkpoint that the journal does not speak of.
	CheckpointUnnoted Kind = "checkpoint_unnoted"
	// KeyDiffers: a kept key is not what the journal says.
	KeyDiffers Kind = "key_differs"
	// KeySelfNoted: checkpoints are signed with a key that the journal speaks of
	// and the configuration does not.
	KeySelfNoted Kind = "key_self_noted"
	// GuardMissing: what guards a table, or a right, is gone.
	GuardMissing Kind = "guard_missing"
	// GuardChanged: what guards a table is switched off or another.
	GuardChanged Kind = "guard_changed"
	// GuardUnknown: a guard or a right too many.
	GuardUnknown Kind = "guard_unknown"
	// LineTwice: a line of the file of checkpoints is there again.
	LineTwice Kind = "line_twice"
	// FilesForeign: the folder of files is not marked as the installation's.
	FilesForeign Kind = "files_foreign"
	// ArchiveChanged: an archived history does not have its digest.
	ArchiveChanged Kind = "archive_changed"
	// ArchiveMissing: the journal speaks of an archived history that is not there.
	ArchiveMissing Kind = "archive_missing"
	// ArchiveUnknown: an archived history that the journal does not speak of.
	ArchiveUnknown Kind = "archive_unknown"
	// ToldUnreal: a history was told of an entry that is not in the journal.
	ToldUnreal Kind = "told_unreal"
	// ToldEarly: a history was told of an entry, or read it, before it was made.
	ToldEarly Kind = "told_early"
	// ReadBack: a history read less of the journal than before.
	ReadBack Kind = "read_back"
	// RunMissing: a history goes on from a run that is not archived.
	RunMissing Kind = "run_missing"
	// CalendarChanged: a kept calendar does not have its digest, or another than
	// the journal says.
	CalendarChanged Kind = "calendar_changed"
	// CalendarMissing: the journal speaks of a calendar that is not there.
	CalendarMissing Kind = "calendar_missing"
	// CalendarUnknown: a calendar that the journal does not speak of.
	CalendarUnknown Kind = "calendar_unknown"
	// PastJournal: a row had been changed past the journal when it was changed
	// again; the entry says what it found.
	PastJournal Kind = "past_journal"
	// InheritedLate: an entry takes rows over as if from before the journal, when
	// the journal spoke of such rows already.
	InheritedLate Kind = "inherited_late"
	// NoSubstitute: somebody acted for another without standing in for him.
	NoSubstitute Kind = "no_substitute"
	// ActedLocked: somebody acted whose account was locked.
	ActedLocked Kind = "acted_locked"
	// PolicyTakenBack: a program went by a policy again that had been replaced.
	PolicyTakenBack Kind = "policy_taken_back"
	// PolicyOutdated: entries name a policy that did not count any more.
	PolicyOutdated Kind = "policy_outdated"
	// Untold: a finished history ended without having seen the journal's end.
	Untold Kind = "untold"
)

// Kinds lists all kinds of this package.
func Kinds() []Kind {
	return []Kind{
		RowDiffers, ChainLost, Orphan, Unreadable, FileMissing, FileChanged, FileRowDiffers, ManifestDiffers, PackageDiffers,
		PolicyMissing, PolicyChanged, NotEntitled, RuleMissing, DutyBroken, KeyUnknown, PositionWrong, CheckpointRowDiffers,
		KeptMissing, KeptDiffers, LineUnreadable, KeptLacking, LineOutOfOrder, LineTwice, FilesForeign,
		CheckpointGone, CheckpointUnlike, CheckpointUnnoted, KeyDiffers, KeySelfNoted, GuardMissing, GuardChanged, GuardUnknown,
		ArchiveChanged, ArchiveMissing, ArchiveUnknown, ToldUnreal, Untold,
		CalendarChanged, CalendarMissing, CalendarUnknown, PastJournal, InheritedLate, NoSubstitute, ActedLocked,
		PolicyTakenBack, PolicyOutdated, ToldEarly, ReadBack, RunMissing,
	}
}

// Finding is one thing that is not as it should be (核验发现).
type Finding struct {
	Area Area `json:"area"`
	// Kind is one of Kinds, journal.Kinds or checkpoint.Kinds.
	Kind  string        `json:"kind"`
	Level journal.Level `json:"level"`
	// Evaluation is empty for what belongs to none.
	Evaluation string `json:"evaluation,omitempty"`
	// Book is the receiver and the year, for what belongs to the book of one.
	Book string `json:"book,omitempty"`
	// Where is the place: a table with key and column, an entry's number, a
	// file's digest.
	Where    string `json:"where"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
	// Cause is what a program said where something cannot be read, for whoever
	// maintains this one: never shown to people who ask what was found.
	Cause string `json:"cause,omitempty"`
	label string
}

// Label says in words what was found.
func (f Finding) Label() string { return f.label }

func (k Kind) at(area Area, evaluation, where, expected, found string) Finding {
	f := Finding{Area: area, Kind: string(k), Level: journal.Broken, Where: where, Expected: expected, Found: found, label: k.Label()}
	return f.of(evaluation)
}

// Masked is the finding for whoever may see titles and digests and no contents:
// what stands in a row is left out, and how long it is told.
func (f Finding) Masked() Finding {
	if f.Area == Rows || f.Kind == string(PastJournal) {
		f.Expected, f.Found = masked(f.Expected), masked(f.Found)
	}
	return f
}

// hexDigest is what may be seen of a row all the same.
var hexDigest = regexp.MustCompile(`^[0-9a-f]{64}$`) //nolint:gochecknoglobals // compiled once

func masked(value string) string {
	if value == "" || hexDigest.MatchString(value) {
		return value
	}
	return notShown(utf8.RuneCountInString(value))
}

// because keeps what a program said.
func (f Finding) because(err error) Finding {
	f.Cause = err.Error()
	return f
}

// odd makes it a warning: it may be in order, and somebody should know.
func (f Finding) odd() Finding {
	f.Level = journal.Warning
	return f
}

// of says what it is about: an evaluation, or the book that a chain is of.
func (f Finding) of(chain string) Finding {
	if book, ok := review.BookOf(chain); ok {
		f.Book = book
	} else {
		f.Evaluation = chain
	}
	return f
}

func ofChain(area Area, f journal.Finding) Finding {
	out := Finding{
		Area: area, Kind: string(f.Kind), Level: f.Level, Where: where("journal", f.Seq), Expected: f.Expected, Found: f.Found, label: f.Kind.Label(),
	}
	if area == Installation {
		return out
	}
	return out.of(f.EvaluationID)
}

func ofCheckpoint(f checkpoint.Finding) Finding {
	return Finding{
		Area: Checkpoints, Kind: string(f.Kind), Level: journal.Broken, Where: where("checkpoint", f.Number),
		Expected: f.Expected, Found: f.Found, label: f.Kind.Label(),
	}
}

// short keeps a value to what fits a line.
func short(text string) string {
	const most = 120
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
