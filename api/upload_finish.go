package api

import (
	"context"
	"strconv"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// FinishUpload makes a paper of the parts: verified, judged, stored once by its
// content, and supplied in one transaction. The command goes under a key made
// from the upload, so that whoever asks again, after a broken line, after the
// process died or from a second browser, is given the first answer.
func (s *server) FinishUpload(c context.Context, r FinishUploadRequestObject) (FinishUploadResponseObject, error) {
	ctx, x := enter(c)
	u, err := s.store.Upload(ctx, r.UploadID, x.person(), x.actingFor)
	if err != nil {
		return nil, err
	}
	if u.Received != u.Size {
		return nil, fault.New(fault.Conflict, "upload_unfinished", "%d of %d bytes have arrived", u.Received, u.Size).
			With("offset", strconv.FormatInt(u.Received, 10))
	}
	request := x.command("upload-" + u.ID)
	request.Task, request.Fingerprint = u.Task, u.ID
	cmd := u.command()
	if u.FinishedAt.IsZero() {
		if err := s.assemble(ctx, u, &cmd.Material); err != nil {
			return nil, err
		}
	}
	result, err := s.store.Update(ctx, request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		return s.policy.Decide(now, cmd)
	})
	s.metrics.acted(string(evaluation.Supply), err)
	if err != nil {
		return nil, s.explained(ctx, result, err)
	}
	// From here the paper is there, whatever becomes of the rest: a row that is
	// left answers as above, and parts that are left are swept.
	if err := s.store.EndUpload(ctx, u.ID); err != nil {
		return nil, err
	}
	if err := s.blobs.DropPart(u.ID); err != nil {
		s.log.WarnContext(ctx, "parts of a finished upload are left to the janitor", "upload", u.ID, "error", err)
	}
	view, err := s.suppliedView(ctx, result)
	return FinishUpload200JSONResponse(view), err
}

// assemble stores and judges the parts. A file that is refused will be refused
// every time, so its upload ends; what only cannot be done now can be tried
// again.
func (s *server) assemble(ctx context.Context, u Incoming, m *evaluation.Material) error {
	err := s.assembled(ctx, u, m)
	if fault.CodeOf(err) != fault.Invalid {
		return err
	}
	if dropped := s.store.DropUpload(ctx, u.ID, u.Person, u.OnBehalfOf); dropped == nil {
		_ = s.blobs.DropPart(u.ID) // what is left is swept
	}
	return err
}

func (s *server) assembled(ctx context.Context, u Incoming, m *evaluation.Material) error {
	blob, err := s.blobs.PutPart(ctx, u.ID, u.Size)
	if err != nil {
		return err
	}
	if u.SHA256 != "" && blob.SHA256 != u.SHA256 {
		return fault.New(fault.Invalid, "upload_damaged", "the file is %s, not %s", blob.SHA256, u.SHA256)
	}
	return s.judge(ctx, blob, m)
}

// judge holds a stored file against its name and records that it is kept.
func (s *server) judge(ctx context.Context, blob document.Blob, m *evaluation.Material) error {
	kind, err := s.blobs.Inspect(blob.SHA256, m.FileName)
	if err != nil {
		return err
	}
	blob.MediaType = kind.MediaType
	m.SHA256, m.SM3, m.Size, m.MediaType = blob.SHA256, blob.SM3, blob.Size, kind.MediaType
	return s.store.KeepFile(ctx, blob)
}
