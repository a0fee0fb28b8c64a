package api

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/signing"
	"jiheng/policy"
)

// GetFilingFile gives the signed filing as one file, for a receiver that
// cannot be reached over the network.
func (s *server) GetFilingFile(c context.Context, r GetFilingFileRequestObject) (GetFilingFileResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectDossier, policy.Deliver)
	if err != nil {
		return nil, err
	}
	e := situation.Evaluation
	if !s.remote(e.ReceiverID) {
		return nil, fault.New(fault.Conflict, "receiver_here", "%s works in this system", e.ReceiverID)
	}
	if e.Dossier == nil {
		return nil, fault.New(fault.Conflict, reasonNotSealed, "evaluation %s has no sealed dossier", e.ID)
	}
	m, err := filing.Of(e, "-", 1)
	if err != nil {
		return nil, err
	}
	content, size, err := s.blobs.Open(m.Package)
	if err != nil {
		return nil, err
	}
	out, err := s.filingFile(ctx, e, content, size)
	if err != nil {
		_ = content.Close() // it was only read
		return nil, err
	}
	return out, nil
}

func (s *server) filingFile(ctx context.Context, e *evaluation.Evaluation, content io.ReadCloser, size int64) (*filingFile, error) {
	unit, err := s.store.UnitName(ctx, e.UnitID)
	if err != nil {
		return nil, err
	}
	envelope, m, err := filing.SignOf(s.signer, e, unit, size)
	if err != nil {
		return nil, err
	}
	body, length, err := filing.Compose(envelope, size, content)
	if err != nil {
		return nil, err
	}
	name := "filing-" + string(e.ID) + "-" + strconv.Itoa(m.Version) + filing.Suffix
	return &filingFile{s, body, content, length, name}, nil
}

// filingFile is a filing on its way onto somebody's disk.
type filingFile struct {
	server *server
	body   io.Reader
	under  io.Closer
	length int64
	name   string
}

// VisitGetFilingFileResponse sends it.
func (f *filingFile) VisitGetFilingFileResponse(w http.ResponseWriter) error {
	defer func() { _ = f.under.Close() }() // it was only read
	f.server.unhurried(w)
	h := w.Header()
	h.Set("Content-Type", mediaStream)
	h.Set("Content-Disposition", attachment(f.name))
	h.Set("Content-Length", strconv.FormatInt(f.length, 10))
	h.Set("Cache-Control", "private, no-store")
	_, err := io.Copy(w, f.body)
	return err
}

// AnswerFiling hands in what the receiver answered: its receipt, or its notice
// of return. The signature is the receiver's, whoever hands it in.
func (s *server) AnswerFiling(c context.Context, r AnswerFilingRequestObject) (AnswerFilingResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectDossier, policy.Deliver)
	if err != nil {
		return nil, err
	}
	e := situation.Evaluation
	receiver := s.receivers[e.ReceiverID]
	if receiver == nil {
		return nil, fault.New(fault.Conflict, "receiver_here", "%s works in this system", e.ReceiverID)
	}
	m, err := filing.Of(e, "-", 1) // what an answer is held against has neither in it
	if err != nil {
		return nil, err
	}
	if take := s.taking(r.Body.Type); take != nil {
		if err := take(ctx, x, envelopeOf(*r.Body), receiver, situation); err != nil {
			return nil, err
		}
		view, err := s.evaluationView(ctx, &lens{}, e, situation.Definition, situation.Calendar)
		return AnswerFiling200JSONResponse{EvaluationJSONResponse{Body: view, Headers: EvaluationResponseHeaders{ETag: tag(e.Seq)}}}, err
	}
	answer, err := receiver.Answer(envelopeOf(*r.Body), m)
	if err != nil {
		return nil, err
	}
	request := x.command(r.Params.IdempotencyKey)
	request.Evaluation, request.Whole = e.ID, true
	result, err := s.store.Update(ctx, request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		d, err := s.policy.AuthorizeObject(now, policy.ObjectDossier, policy.Deliver, "")
		if err != nil {
			return evaluation.Outcome{}, err
		}
		events, err := evaluation.Answered(now, answer)
		return evaluation.Outcome{Events: events, Rule: d.Rule, PolicyVersion: d.Version}, err
	})
	s.metrics.acted(string(policy.Deliver), err)
	if err != nil {
		return nil, s.explained(ctx, result, err)
	}
	view, err := s.evaluationView(ctx, &lens{}, result.Evaluation, situation.Definition, situation.Calendar)
	return AnswerFiling200JSONResponse{EvaluationJSONResponse{Body: view, Headers: EvaluationResponseHeaders{ETag: tag(result.Seq)}}}, err
}

// taking is what begins a process of the unit's own, nil for an answer to the
// filing itself.
func (s *server) taking(kind string) func(context.Context, *exchange, signing.Envelope, *filing.Receiver, *evaluation.Situation) error {
	switch kind {
	case filing.TypeNotice:
		return s.takeNotice
	case filing.TypeOutcome:
		return s.takeOutcome
	}
	return nil
}
