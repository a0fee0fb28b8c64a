package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

// askedWithin is how old a query may be, so that one that was overheard is of
// no use for long.
const askedWithin = 15 * time.Minute

// ExchangeFiling takes in a filing over the network. Who sends it is told by
// the signature alone.
func (s *server) ExchangeFiling(c context.Context, r ExchangeFilingRequestObject) (ExchangeFilingResponseObject, error) {
	ctx, x := enter(c)
	if wait := s.exchanges.take(x.address); wait > 0 {
		return nil, fault.New(fault.Unavailable, reasonTooMany, "too many filings from one address").With("retry_after", seconds(wait))
	}
	body, more := s.filingBody(c, r.Body)
	done, err := s.takeIn(ctx, body, intake{
		request: review.Request{Actor: evaluation.SystemPerson, RequestID: x.requestID, ClientAddress: x.address},
		channel: review.ChannelExchange, rule: "exchange:signed", version: s.policy.Version(), more: more,
	})
	if err != nil {
		return nil, err
	}
	view, err := envelopeView(done.Receipt)
	return ExchangeFiling200JSONResponse(view), err
}

// ExchangeStatus answers what has become of a filing, to whom it belongs.
func (s *server) ExchangeStatus(c context.Context, r ExchangeStatusRequestObject) (ExchangeStatusResponseObject, error) {
	ctx, x := enter(c)
	if wait := s.exchanges.take(x.address); wait > 0 {
		return nil, fault.New(fault.Unavailable, reasonTooMany, "too many queries from one address").With("retry_after", seconds(wait))
	}
	e := envelopeOf(*r.Body)
	claimed, err := filing.Claimed[filing.Query](e)
	if err != nil {
		return nil, err
	}
	if err := s.signedBy(ctx, e, claimed.UnitID); err != nil {
		return nil, err
	}
	if age := s.now().Sub(claimed.AskedAt); age > askedWithin || age < -askedWithin {
		return nil, fault.New(fault.Invalid, "query_stale", "asked at %s", claimed.AskedAt)
	}
	f, _, err := s.store.ReceivedFiling(ctx, review.FilingID(claimed.ReceiverID, claimed.UnitID, claimed.EvaluationID, claimed.Version))
	if err != nil {
		return nil, err
	}
	if f.Digest != claimed.Digest {
		return nil, fault.New(fault.NotFound, "filing_not_found", "no filing of this digest")
	}
	var out ExchangeStatus200JSONResponse
	if f.Receipt != "" {
		if out.Receipt, err = envelopeView(f.Receipt); err != nil {
			return nil, err
		}
	}
	if f.Notice != "" {
		if out.Return, err = envelopeView(f.Notice); err != nil {
			return nil, err
		}
	}
	out.Rectifications, err = s.noticesFor(ctx, f.Filing, claimed.Taken,
		review.Request{Actor: evaluation.SystemPerson, RequestID: x.requestID, ClientAddress: x.address})
	if err != nil {
		return nil, err
	}
	out.LookBacks, err = s.outcomesFor(ctx, f.Filing)
	return out, err
}

// filingBody gives the body a limit, and how to give it the time that a package
// may take.
func (s *server) filingBody(c context.Context, body io.Reader) (limited io.Reader, more func()) {
	g, ok := c.(*gin.Context)
	if !ok {
		return body, func() {}
	}
	return http.MaxBytesReader(g.Writer, io.NopCloser(body), filing.MaxPackage+filing.MaxManifest), func() { s.unhurried(g.Writer) }
}

// intake is under what a filing is taken in.
type intake struct {
	request review.Request
	channel review.Channel
	// receiver is who must be meant; "" is any unit of this installation.
	receiver      string
	rule, version string
	// more gives the time that a package may take, to who signed for it.
	more func()
}

// takeIn verifies a filing and only then keeps it: whose key signed it, that
// the package is what the manifest names, and that it is sound in itself. What
// breaks off leaves nothing but a file that nothing refers to, which the
// janitor removes.
func (s *server) takeIn(ctx context.Context, body io.Reader, in intake) (review.Filing, error) {
	if s.signer == nil {
		return review.Filing{}, fault.New(fault.Unavailable, reasonNoKeyHere, "this installation has no key to sign receipts with")
	}
	e, content, err := filing.Split(body)
	if err != nil {
		return review.Filing{}, tornOff(err)
	}
	m, err := s.signedManifest(ctx, e, in)
	if err != nil {
		return review.Filing{}, err
	}
	if err := s.replies(ctx, m); err != nil {
		return review.Filing{}, err
	}
	known, err := s.takenIn(ctx, m)
	if err != nil || known.ID != "" {
		return known, err
	}
	select {
	case s.intakes <- struct{}{}:
		defer func() { <-s.intakes }()
	default:
		return review.Filing{}, fault.New(fault.Unavailable, reasonIntakes, "%d filings are being taken in", maxIntakes)
	}
	in.more()
	if err := s.keepPackage(ctx, content, m); err != nil {
		return review.Filing{}, err
	}
	return s.enterFiling(ctx, e, m, in)
}

// signedManifest checks the envelope before a byte of the package is read.
func (s *server) signedManifest(ctx context.Context, e signing.Envelope, in intake) (filing.Manifest, error) {
	m, err := filing.Claimed[filing.Manifest](e)
	if err != nil {
		return m, err
	}
	if in.receiver != "" && m.ReceiverID != in.receiver {
		return m, fault.New(fault.Invalid, "filing_for_another", "the filing is for %.60q", m.ReceiverID)
	}
	if err := s.signedBy(ctx, e, m.UnitID); err != nil {
		return m, err
	}
	if s.remote(m.ReceiverID) {
		return m, fault.New(fault.Invalid, "filing_for_another", "%.60q does not work here", m.ReceiverID)
	}
	if m.FiledAt.After(s.now().Add(askedWithin)) {
		return m, fault.New(fault.Invalid, "filing_from_future", "filed at %s", m.FiledAt)
	}
	return m, nil
}

// signedBy checks that an envelope was signed by a registered key of a unit.
// Faults: forbidden sender_unknown; invalid envelope_forged.
func (s *server) signedBy(ctx context.Context, e signing.Envelope, unitID string) error {
	keys, err := s.store.SenderKeys(ctx, unitID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.KeyID != e.KeyID || k.UnitID != unitID {
			continue
		}
		v, err := signing.ParsePublic([]byte(k.PublicKey))
		if err != nil {
			return fault.Wrap(err, fault.Internal, "key_unreadable", "key %.16s of %s", k.KeyID, unitID)
		}
		_, err = e.Open(v, e.Type)
		return err
	}
	return fault.New(fault.Forbidden, "sender_unknown", "no key %.16s of %.60q is registered", e.KeyID, unitID).
		WithRule("exchange:registered-key").With("key", e.KeyID[:min(16, len(e.KeyID))])
}

// takenIn finds a filing that is here already, so that what comes again need
// not be sent whole.
func (s *server) takenIn(ctx context.Context, m filing.Manifest) (review.Filing, error) {
	f, _, err := s.store.ReceivedFiling(ctx, review.FilingID(m.ReceiverID, m.UnitID, m.EvaluationID, m.Version))
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return review.Filing{}, nil
	case err != nil:
		return review.Filing{}, err
	}
	_, _, _, err = review.Arrive(received(m), []review.Filing{f.Filing})
	return f.Filing, err
}

// keepPackage stores the package by its hash, if it is the one that was signed
// and sound in itself.
func (s *server) keepPackage(ctx context.Context, content io.Reader, m filing.Manifest) error {
	blob, err := s.blobs.Put(ctx, content, m.Size)
	if err != nil {
		return tornOff(err)
	}
	if blob.SHA256 != m.Package || blob.Size != m.Size {
		return fault.New(fault.Invalid, "package_differs", "package %.16s of %d bytes, signed is %.16s of %d", blob.SHA256, blob.Size, m.Package, m.Size)
	}
	file, size, err := s.blobs.Open(blob.SHA256)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	at, ok := file.(io.ReaderAt)
	if !ok {
		return fault.New(fault.Internal, "blob_not_seekable", "package %s cannot be read at random", blob.SHA256)
	}
	report, err := dossier.Verify(at, size)
	if err != nil {
		return err
	}
	if report = report.Expect(m.Digest); !report.OK() {
		return fault.New(fault.Invalid, "package_unsound", "the package is not what it says: %v", report.Findings)
	}
	return nil
}

// tornOff is for a body that ended too early: that is to be sent again.
func tornOff(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok || errors.Is(err, io.ErrUnexpectedEOF) {
		return unread(err)
	}
	return err
}

func received(m filing.Manifest) review.Filing {
	rectifies := ""
	if m.Rectifies != nil {
		rectifies = m.Rectifies.Notice
	}
	return review.Filing{
		Rectifies:  rectifies,
		ID:         review.FilingID(m.ReceiverID, m.UnitID, m.EvaluationID, m.Version),
		ReceiverID: m.ReceiverID, UnitID: m.UnitID, EvaluationID: m.EvaluationID, Year: m.Year, Title: m.Title,
		Version: m.Version, Supersedes: m.Supersedes, Digest: m.Digest, Package: m.Package, Size: m.Size,
		DeclaredTotal: m.DeclaredTotal, DeclaredGrade: m.DeclaredGrade, Sheet: m.Sheet, FiledAt: m.FiledAt,
	}
}

// enterFiling writes it into the book under its number, with a signed receipt.
func (s *server) enterFiling(ctx context.Context, e signing.Envelope, m filing.Manifest, in intake) (review.Filing, error) {
	envelope, err := e.Encode()
	if err != nil {
		return review.Filing{}, err
	}
	f := received(m)
	f.Channel, f.Envelope = in.channel, string(envelope)
	in.request.Book, in.request.Arriving, in.request.Notice = f.Book(), &f, f.Rectifies
	var out review.Filing
	err = s.store.Review(ctx, in.request, func(now *review.Situation) (review.Change, error) {
		f.Number, f.ArrivedAt, f.ReceivedAt, f.State = now.Number, now.Now, now.Now, review.Received
		if f.Receipt, err = s.receiptOf(f); err != nil {
			return review.Change{}, err
		}
		rows, events, err := review.Enter(f, now.Versions, e.KeyID)
		if err != nil {
			return review.Change{}, err
		}
		out = f
		for _, here := range now.Versions {
			if here.ID == f.ID {
				out = here // somebody was faster with the same
			}
		}
		change := review.Change{}
		if m.Rectifies != nil && len(events) > 0 { // the reply says when the notice came
			change = reached(now, m.Rectifies.ReceivedOn)
		}
		change.Filings, change.Events, change.Rule, change.PolicyVersion = rows, append(change.Events, events...), in.rule, in.version
		return change, nil
	})
	return out, err
}

// receiptOf signs the receipt of a filing.
func (s *server) receiptOf(f review.Filing) (string, error) {
	e, err := filing.Sign(s.signer, filing.Receipt{
		Number: f.Number, EvaluationID: f.EvaluationID, UnitID: f.UnitID, ReceiverID: f.ReceiverID, Version: f.Version,
		Digest: f.Digest, ReceivedAt: f.ReceivedAt,
	})
	if err != nil {
		return "", err
	}
	text, err := e.Encode()
	return string(bytes.TrimRight(text, "\n")), err
}

// remote tells whether a unit works in another system.
func (s *server) remote(unit string) bool { return s.receivers[unit] != nil }

// ReceiveFile takes in a filing that was carried, as ImportFiling does, for the
// command line; the receiver is whoever the filing names.
func ReceiveFile(ctx context.Context, cfg Config, body io.Reader) (review.Filing, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return review.Filing{}, err
	}
	s, err := newServer(cfg)
	if err != nil {
		return review.Filing{}, err
	}
	return s.takeIn(ctx, body, intake{
		request: review.Request{Actor: evaluation.SystemPerson}, channel: review.ChannelFile, rule: "command-line", version: s.policy.Version(),
		more: func() {},
	})
}
