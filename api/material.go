package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// MaterialStore finds papers and records files.
type MaterialStore interface {
	// Material finds a paper that somebody can know of, and its evaluation.
	// Fault: not_found material_not_found.
	Material(ctx context.Context, id string, person evaluation.PersonID) (evaluation.ID, evaluation.Material, error)
	// KeepFile records that a file is kept. Where files are scanned, it waits
	// for that from now on. Fault: invalid file_infected.
	KeepFile(ctx context.Context, b document.Blob) error
}

// maxFile bounds an uploaded file, in bytes.
const maxFile = 50 << 20

// SupplyMaterial takes a paper of the checklist. Whoever may not supply it is
// told before the first byte is read.
func (s *server) SupplyMaterial(c context.Context, r SupplyMaterialRequestObject) (SupplyMaterialResponseObject, error) {
	ctx, x := enter(c)
	if err := document.CheckName(r.Params.FileName); err != nil {
		return nil, err
	}
	request := x.command(r.Params.IdempotencyKey)
	request.Task = evaluation.TaskID(r.TaskID)
	cmd := command(evaluation.Supply, r.TaskID)
	cmd.Material = evaluation.Material{Kind: r.Kind, FileName: r.Params.FileName, Marks: declared(marksIn(r.Params.Marks))}
	cmd.Replaces = r.Params.Replaces
	body := s.upload(c, r.Body)
	result, err := s.store.Update(ctx, request, s.admit(cmd))
	switch {
	case err == nil:
		return s.suppliedBefore(ctx, result, body)
	case fault.ReasonOf(err) != reasonAdmitted:
		s.metrics.acted(string(evaluation.Supply), err)
		return nil, s.explained(ctx, result, err)
	}
	if err := s.keep(ctx, body, &cmd.Material); err != nil {
		return nil, err
	}
	result, err = s.store.Update(ctx, request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		return s.policy.Decide(now, cmd)
	})
	s.metrics.acted(string(evaluation.Supply), err)
	if err != nil {
		return nil, s.explained(ctx, result, err)
	}
	view, err := s.suppliedView(ctx, result)
	return SupplyMaterial200JSONResponse(view), err
}

// reasonAdmitted rolls back the decision that only asked whether it would be
// yes. It never leaves this file.
const reasonAdmitted = "upload_admitted"

// admit decides as if the file were there already. Refusals stay in the
// journal; what is allowed is rolled back, to be done with the file.
func (s *server) admit(cmd evaluation.Command) Decide {
	return s.admitting(cmd, func(*evaluation.Situation) {})
}

// admitting is admit for who wants to look at the situation too.
func (s *server) admitting(cmd evaluation.Command, look func(*evaluation.Situation)) Decide {
	return func(now *evaluation.Situation) (evaluation.Outcome, error) {
		look(now)
		outcome, err := s.policy.Decide(now, cmd)
		if err == nil && outcome.Refusal == nil {
			err = fault.New(fault.Internal, reasonAdmitted, "the file may come")
		}
		return outcome, err
	}
}

// upload gives the body a limit and the time that a file may take.
func (s *server) upload(c context.Context, body io.Reader) io.Reader {
	g, ok := c.(*gin.Context)
	if !ok {
		return body
	}
	s.unhurried(g.Writer)
	// One byte more than is taken, so that the file store sees the excess.
	return http.MaxBytesReader(g.Writer, io.NopCloser(body), maxFile+1)
}

// keep stores the file and judges it by its name. A file that is refused, or
// whose command is, stays behind with nothing referring to it; the worker's
// janitor removes it after some days.
func (s *server) keep(ctx context.Context, body io.Reader, m *evaluation.Material) error {
	blob, err := s.blobs.Put(ctx, body, maxFile)
	if err != nil {
		return err
	}
	return s.judge(ctx, blob, m)
}

// suppliedBefore answers a command that was answered before, unless it brings
// another file this time.
func (s *server) suppliedBefore(ctx context.Context, r evaluation.Result, body io.Reader) (SupplyMaterialResponseObject, error) {
	h := sha256.New()
	if _, err := io.Copy(h, body); err != nil {
		return nil, unread(err)
	}
	if m := suppliedIn(r); m == nil || m.SHA256 != hex.EncodeToString(h.Sum(nil)) {
		return nil, fault.New(fault.Invalid, "idempotency_key_reused", "the key was used for another file").
			WithFields(fault.Field{Name: headerKey, Reason: "idempotency_key_reused"})
	}
	view, err := s.suppliedView(ctx, r)
	return SupplyMaterial200JSONResponse(view), err
}

func (s *server) suppliedView(ctx context.Context, r evaluation.Result) (Material, error) {
	m := suppliedIn(r)
	if m == nil {
		return Material{}, fault.New(fault.Internal, "material_missing", "no material in its own result")
	}
	return materialView(*m, s.namesAfter(ctx, m.SuppliedBy)), nil
}

func suppliedIn(r evaluation.Result) *evaluation.Material {
	for _, e := range r.Events {
		if supplied, ok := e.(evaluation.MaterialSupplied); ok {
			return &supplied.Material
		}
	}
	return nil
}

// GetMaterialContent gives a paper out.
func (s *server) GetMaterialContent(c context.Context, r GetMaterialContentRequestObject) (GetMaterialContentResponseObject, error) {
	ctx, x := enter(c)
	in, m, err := s.paperFor(ctx, x, r.MaterialID)
	if err != nil {
		return nil, err
	}
	if err := s.seen(ctx, x, in, m, mannerDownload); err != nil {
		return nil, err
	}
	return s.open(c, m.SHA256, m.FileName)
}
