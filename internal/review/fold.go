package review

import (
	"bytes"
	"encoding/json"
	"slices"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Ledger is what the journal of a book comes to (台账推演): the rows as they
// must be. It is folded entry by entry.
type Ledger struct {
	Book     Book
	Filings  []Entered
	Opinions []FilingOpinion
	Gaps     []FilingGap
	Draws    []Draw
	RollUps  []RollUp
	// Notices have the digest of their envelope in place of it.
	Notices []Notice
	// at is where a filing stands in the list.
	at map[string]int
	// judged is how far the bureau's review of a filing has come.
	judged map[string]judged
}

// Entered is a filing as the journal has it. Its long texts are not there, only
// their digests.
type Entered struct {
	Filing

	// Record is nil where an earlier release wrote the entry.
	Record *Record
	// Notice is the digest of the notice of return; NoticeKnown is false where
	// an earlier release wrote the entry.
	Notice      string
	NoticeKnown bool
}

// FilingOpinion is an opinion with the filing that it is on.
type FilingOpinion struct {
	Opinion

	Filing string
}

// Add folds the next entry. What an entry says of something that is not there
// is a fault, and changes nothing.
//
// Faults: internal event_unreadable, event_unfit.
func (l *Ledger) Add(e journal.Entry) error {
	event, err := read(e)
	if err != nil {
		return err
	}
	switch v := event.(type) {
	case *FilingArrived:
		l.enter(l.arrived(e, v))
	case *FilingAssessed:
		l.heard(v)
		l.Opinions = append(l.Opinions, FilingOpinion{Filing: v.Filing, Opinion: Opinion{
			Reviewer: v.Reviewer, Round: v.Round, Points: v.Points, Total: v.Total, Opinion: v.Opinion, By: e.ActorID, At: e.At,
		}})
	case *GapSettled:
		return l.settled(e, v)
	case *FilingsRolledUp:
		return l.rolledUp(e, v)
	case *DrawListed, *SeedPublished, *LotsDrawn:
		return l.draw(e, event)
	case *RectificationOrdered:
		if v.Notice != nil {
			l.Notices = append(l.Notices, Notice{
				ID: v.Notice.ID, FilingID: v.Filing, Title: v.Notice.Title, Problems: v.Notice.Problems, ReplyDays: v.Notice.ReplyDays,
				LookBackDays: v.Notice.LookBackDays, OrderedBy: e.ActorID, OrderedAt: e.At, Envelope: v.Notice.Envelope, RowVersion: 1,
			})
		}
	case *RectificationReceived, *LookBackBegun, *LookedBack:
		return l.notice(e, event)
	default:
		return l.filing(e, event)
	}
	return nil
}

func (l *Ledger) enter(f Entered) {
	if l.at == nil {
		l.at = map[string]int{}
	}
	l.at[f.ID] = len(l.Filings)
	l.Filings = append(l.Filings, f)
}

func (l *Ledger) arrived(e journal.Entry, v *FilingArrived) Entered {
	f := Entered{Record: v.Record, NoticeKnown: true, Filing: Filing{
		ID: v.Filing, Number: v.Number, ReceiverID: l.Book.ReceiverID, UnitID: v.Unit, EvaluationID: v.Evaluation, Year: l.Book.Year,
		Version: v.Version, Supersedes: v.Supersedes, Digest: v.Digest, Package: v.Package, Channel: v.Channel,
		ArrivedAt: e.At, State: Arrived, RowVersion: 1,
	}}
	if v.Channel != ChannelLocal { // its receipt goes out with its arrival
		f.State, f.ReceivedAt = Received, e.At
	}
	if r := v.Record; r != nil {
		f.Title, f.Size, f.DeclaredTotal, f.DeclaredGrade, f.FiledAt = r.Title, r.Size, r.DeclaredTotal, r.DeclaredGrade, r.FiledAt
		f.Rectifies = r.Rectifies
	}
	return f
}

// filing folds what becomes of one that is here.
func (l *Ledger) filing(e journal.Entry, event any) error {
	switch v := event.(type) {
	case *FilingAcknowledged:
		return l.change(e, v.Filing, func(f *Entered) { f.State, f.ReceivedAt = Received, e.At })
	case *FilingSuperseded:
		return l.change(e, v.Filing, func(f *Entered) { f.State = Superseded })
	case *FilingAccepted:
		return l.change(e, v.Filing, func(f *Entered) {
			f.State, f.DecidedBy, f.DecidedAt, f.FormCheck = Accepted, e.ActorID, e.At, v.FormCheck
		})
	case *FilingSentBack:
		return l.change(e, v.Filing, func(f *Entered) {
			f.State, f.DecidedBy, f.DecidedAt, f.Reasons = Returned, e.ActorID, e.At, v.Reasons
			f.Notice, f.NoticeKnown = v.Notice, v.Notice != "" || f.Channel == ChannelLocal
			if len(v.FormCheck) > 0 {
				f.FormCheck = v.FormCheck
			}
		})
	}
	return unfit(e)
}

func (l *Ledger) change(e journal.Entry, id string, how func(*Entered)) error {
	i, ok := l.at[id]
	if !ok {
		return unfit(e)
	}
	how(&l.Filings[i])
	l.Filings[i].RowVersion++
	return nil
}

// draw folds the steps of a draw. The lots are drawn anew.
func (l *Ledger) draw(e journal.Entry, event any) error {
	if v, ok := event.(*DrawListed); ok {
		d, err := List(Draw{
			ID: v.Draw, ReceiverID: l.Book.ReceiverID, Year: l.Book.Year, Title: v.Title, Population: v.Population, Size: v.Size,
		}, e.ActorID, e.At)
		if err != nil || d.Digest != v.Digest {
			return unfit(e)
		}
		l.Draws = append(l.Draws, d)
		return nil
	}
	switch v := event.(type) {
	case *SeedPublished:
		return l.step(e, v.Draw, func(d Draw) (Draw, error) { return d.Publish(v.Seed, v.Source, e.At) })
	case *LotsDrawn:
		return l.step(e, v.Draw, func(d Draw) (Draw, error) {
			d, err := d.Do(e.ActorID, e.At)
			if err == nil && !slices.Equal(d.Drawn(), v.Drawn) {
				err = unfit(e)
			}
			return d, err
		})
	}
	return unfit(e)
}

func (l *Ledger) step(e journal.Entry, id string, how func(Draw) (Draw, error)) error {
	i := slices.IndexFunc(l.Draws, func(d Draw) bool { return d.ID == id })
	if i < 0 {
		return unfit(e)
	}
	d, err := how(l.Draws[i])
	if err != nil {
		return unfit(e)
	}
	l.Draws[i] = d
	return nil
}

func unfit(e journal.Entry) error {
	return fault.New(fault.Internal, "event_unfit", "entry %d of type %s fits nothing before it", e.Seq, e.Type)
}

// read gives the event of an entry, as a pointer.
func read(e journal.Entry) (Event, error) {
	for _, event := range []Event{
		&FilingArrived{}, &FilingAcknowledged{}, &FilingAccepted{}, &FilingSentBack{}, &FilingSuperseded{}, &FilingAssessed{}, &GapSettled{},
		&DrawListed{}, &SeedPublished{}, &LotsDrawn{}, &RectificationOrdered{}, &RectificationReceived{},
		&FilingsRolledUp{}, &LookBackBegun{}, &LookedBack{},
	} {
		if event.Type() != e.Type {
			continue
		}
		d := json.NewDecoder(bytes.NewReader(e.Data))
		d.DisallowUnknownFields()
		if err := d.Decode(event); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "event_unreadable", "read entry %d of type %s", e.Seq, e.Type)
		}
		return event, nil
	}
	return nil, fault.New(fault.Internal, "event_unreadable", "entry %d is of the unknown type %.60q", e.Seq, e.Type)
}
