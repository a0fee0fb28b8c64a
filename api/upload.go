package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// UploadStore keeps how far uploads are.
type UploadStore interface {
	// BeginUpload records an upload that begins, within bounds. Faults:
	// conflict too_many_uploads, uploads_too_large.
	BeginUpload(ctx context.Context, u Incoming) (Incoming, error)
	// Upload finds somebody's own upload. Fault: not_found upload_not_found.
	Upload(ctx context.Context, id string, person, onBehalfOf evaluation.PersonID) (Incoming, error)
	// Uploads lists somebody's own unfinished uploads for a task.
	Uploads(ctx context.Context, task evaluation.TaskID, person, onBehalfOf evaluation.PersonID) ([]Incoming, error)
	// ContinueUpload takes one part in: write is told how much has arrived and
	// gives how much has afterwards. Faults: not_found upload_not_found,
	// conflict upload_finished, those of write.
	ContinueUpload(ctx context.Context, u Incoming, expiresAt time.Time, write func(received int64) (int64, error)) (Incoming, error)
	// EndUpload notes that the file has become a paper.
	EndUpload(ctx context.Context, id string) error
	// DropUpload forgets an upload. Fault: not_found upload_not_found.
	DropUpload(ctx context.Context, id string, person, onBehalfOf evaluation.PersonID) error
}

// Incoming is a file on its way in, in parts (续传).
type Incoming struct {
	ID         string
	Person     evaluation.PersonID
	OnBehalfOf evaluation.PersonID
	UnitID     string
	Task       evaluation.TaskID
	Kind       string
	FileName   string
	Size       int64
	Received   int64
	SHA256     string
	Replaces   string
	Marks      []evaluation.Mark
	CreatedAt  time.Time
	ExpiresAt  time.Time
	FinishedAt time.Time
}

const (
	// maxUpload bounds a file that comes in parts, in bytes.
	maxUpload = 200 << 20
	// maxPart bounds a part, which is held in memory until it is known to be
	// what was sent.
	maxPart = 4 << 20
	// uploadKept is how long an upload waits for its next part.
	uploadKept = 24 * time.Hour
	// roomKept is what uploads leave free on the disk, in bytes.
	roomKept = 256 << 20
)

// BeginUpload begins an upload in parts. Whoever may not supply the paper, or
// has no room for it, is told now.
func (s *server) BeginUpload(c context.Context, r BeginUploadRequestObject) (BeginUploadResponseObject, error) {
	ctx, x := enter(c)
	now := s.now().Truncate(time.Microsecond)
	u := Incoming{
		ID: document.PartOf(string(x.person()), r.Params.IdempotencyKey), Person: x.person(), OnBehalfOf: x.actingFor, Task: evaluation.TaskID(r.TaskID), Kind: r.Body.Kind,
		FileName: r.Body.FileName, Size: r.Body.Size, SHA256: r.Body.SHA256, Replaces: r.Body.Replaces, Marks: marksOf(r.Body.Marks),
		CreatedAt: now, ExpiresAt: now.Add(uploadKept),
	}
	if err := checkBegin(u); err != nil {
		return nil, err
	}
	request := x.command("")
	request.Task = u.Task
	result, err := s.store.Update(ctx, request, s.admitting(u.command(), func(now *evaluation.Situation) { u.UnitID = now.Actor.UnitID }))
	if fault.ReasonOf(err) != reasonAdmitted {
		s.metrics.acted(string(evaluation.Supply), err)
		return nil, s.explained(ctx, result, err)
	}
	if err := s.hasRoom(u.Size); err != nil {
		return nil, err
	}
	if u, err = s.store.BeginUpload(ctx, u); err != nil {
		return nil, err
	}
	return BeginUpload201JSONResponse(uploadView(u)), nil
}

func checkBegin(u Incoming) error {
	if u.Size == 0 {
		return fault.New(fault.Invalid, document.ReasonEmpty, "an upload of no bytes")
	}
	if u.Size > maxUpload {
		return fault.New(fault.Invalid, "upload_too_large", "%d bytes", u.Size).With("limit", strconv.Itoa(maxUpload>>20))
	}
	return document.CheckKind(u.FileName)
}

// hasRoom refuses early what the disk could not hold: the parts and the file
// made of them lie there together for a moment.
func (s *server) hasRoom(size int64) error {
	room, err := s.blobs.Room()
	if err == nil && room < 2*size+roomKept {
		return fault.New(fault.Unavailable, document.ReasonDiskFull, "%d bytes are free", room)
	}
	return err
}

// command is what an upload comes to.
func (u *Incoming) command() evaluation.Command {
	cmd := command(evaluation.Supply, string(u.Task))
	cmd.Material = evaluation.Material{Kind: u.Kind, FileName: u.FileName, Marks: declared(u.Marks)}
	cmd.Replaces = u.Replaces
	return cmd
}

// ListUploads gives the caller's unfinished uploads for a task.
func (s *server) ListUploads(c context.Context, r ListUploadsRequestObject) (ListUploadsResponseObject, error) {
	ctx, x := enter(c)
	if _, _, err := s.taskFor(ctx, x, r.TaskID); err != nil {
		return nil, err
	}
	list, err := s.store.Uploads(ctx, evaluation.TaskID(r.TaskID), x.person(), x.actingFor)
	out := ListUploads200JSONResponse{Uploads: []Upload{}}
	for _, u := range list {
		out.Uploads = append(out.Uploads, uploadView(u))
	}
	return out, err
}

// GetUpload tells how far an upload is.
func (s *server) GetUpload(c context.Context, r GetUploadRequestObject) (GetUploadResponseObject, error) {
	ctx, x := enter(c)
	u, err := s.store.Upload(ctx, r.UploadID, x.person(), x.actingFor)
	return GetUpload200JSONResponse(uploadView(u)), err
}

// PeekUpload tells the same in headers.
func (s *server) PeekUpload(c context.Context, r PeekUploadRequestObject) (PeekUploadResponseObject, error) {
	ctx, x := enter(c)
	u, err := s.store.Upload(ctx, r.UploadID, x.person(), x.actingFor)
	return PeekUpload204Response{Headers: PeekUpload204ResponseHeaders{UploadOffset: u.Received, UploadLength: u.Size}}, err
}

// ContinueUpload takes the next part in. It is read whole and held against its
// checksum before anything else happens, so that a broken line, or two browsers
// at one upload, never leave half of it.
func (s *server) ContinueUpload(c context.Context, r ContinueUploadRequestObject) (ContinueUploadResponseObject, error) {
	ctx, x := enter(c)
	u, err := s.store.Upload(ctx, r.UploadID, x.person(), x.actingFor)
	if err != nil {
		return nil, err
	}
	part, err := s.readPart(c, r.Body)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(part); hex.EncodeToString(sum[:]) != r.Params.UploadChecksum {
		return nil, fault.New(fault.Invalid, "part_damaged", "the part is not what was sent")
	}
	u, err = s.store.ContinueUpload(ctx, u, s.now().Add(uploadKept), func(received int64) (int64, error) {
		return s.takePart(u, r.Params.UploadOffset, part, received)
	})
	if err != nil {
		return nil, err
	}
	return ContinueUpload200JSONResponse(uploadView(u)), nil
}

func (s *server) readPart(c context.Context, body io.Reader) ([]byte, error) {
	if g, ok := c.(*gin.Context); ok {
		s.unhurried(g.Writer)
		body = http.MaxBytesReader(g.Writer, io.NopCloser(body), maxPart)
	}
	part, err := io.ReadAll(body)
	switch _, tooBig := errors.AsType[*http.MaxBytesError](err); {
	case tooBig:
		return nil, fault.Wrap(err, fault.Invalid, "part_too_large", "more than %d bytes", maxPart)
	case err != nil:
		return nil, fault.Wrap(err, fault.Invalid, document.ReasonInterrupted, "part broke off")
	case len(part) == 0:
		return nil, fault.New(fault.Invalid, "part_empty", "the part is empty")
	}
	return part, nil
}

// takePart writes a part where the upload has got to. One that is there already
// was sent twice, and changes nothing.
func (s *server) takePart(u Incoming, offset int64, part []byte, received int64) (int64, error) {
	end := offset + int64(len(part))
	switch {
	case end > u.Size:
		return 0, fault.New(fault.Invalid, "part_beyond_end", "the part ends at %d of %d", end, u.Size)
	case offset < received && end <= received:
		same, err := s.blobs.SamePart(u.ID, offset, part)
		if err != nil || same {
			return received, err
		}
		return 0, fault.New(fault.Conflict, "part_differs", "another part was sent for %d", offset)
	case offset != received:
		return 0, fault.New(fault.Conflict, "upload_offset", "the upload is at %d, not %d", received, offset).
			With("offset", strconv.FormatInt(received, 10))
	}
	return end, s.blobs.WritePart(u.ID, offset, part)
}

// DropUpload gives an upload up.
func (s *server) DropUpload(c context.Context, r DropUploadRequestObject) (DropUploadResponseObject, error) {
	ctx, x := enter(c)
	if err := s.store.DropUpload(ctx, r.UploadID, x.person(), x.actingFor); err != nil {
		return nil, err
	}
	return DropUpload204Response{}, s.blobs.DropPart(r.UploadID)
}

func uploadView(u Incoming) Upload {
	return Upload{
		ID: u.ID, TaskID: string(u.Task), Kind: u.Kind, FileName: u.FileName, Size: u.Size, Offset: u.Received, PartSize: maxPart,
		SHA256: u.SHA256, Replaces: u.Replaces, ExpiresAt: local(u.ExpiresAt), Finished: !u.FinishedAt.IsZero(),
	}
}
