package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// maxJSON bounds a JSON body, in bytes.
const maxJSON = 1 << 20

// validate holds a request against the contract: parameters first, then the
// body. A body is passed on in canonical form, so that nothing that two
// readers of JSON understand differently gets any further.
func (s *server) validate(c *gin.Context) {
	_, x := enter(c)
	if wrong := checkParameters(x.operation, c); len(wrong) > 0 {
		s.fail(c, unfit(wrong))
		return
	}
	body, err := s.readBody(c, x.operation)
	if err != nil {
		s.fail(c, err)
		return
	}
	x.fingerprint = fingerprint(c.Request, body)
	c.Next()
}

// unfit is the fault of a request that does not fit the contract. A missing
// idempotency key has a name of its own, for it is no mistake of the form.
func unfit(wrong []fault.Field) error {
	for _, f := range wrong {
		if f.Reason == reasonNoKey {
			return fault.New(fault.Invalid, reasonNoKey, "no idempotency key").WithFields(f)
		}
	}
	return fault.New(fault.Invalid, reasonRequestInvalid, "%d parts do not fit the contract", len(wrong)).WithFields(wrong...)
}

// readBody reads and checks a JSON body, where the operation has one, and
// puts it back for the handler.
func (s *server) readBody(c *gin.Context, op *operation) ([]byte, error) {
	if op.streams {
		return nil, checkMedia(c.Request, mediaStream)
	}
	if op.body == nil {
		return nil, nil
	}
	if err := checkMedia(c.Request, mediaJSON); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxJSON))
	if err != nil {
		return nil, unread(err)
	}
	body, err := journal.Canonicalize(raw)
	if err != nil {
		return nil, err
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "json_malformed", "read body")
	}
	if wrong := checkValue(op.body, value, ""); len(wrong) > 0 {
		return nil, unfit(wrong)
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	c.Request.ContentLength = int64(len(body))
	return body, nil
}

func checkMedia(r *http.Request, want string) error {
	given, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	if err != nil || given != want || charset != "" && charset != "utf-8" {
		return fault.New(fault.Invalid, reasonMedia, "content type is not %s", want).With("expected", want)
	}
	return nil
}

// unread says why a body could not be read to its end.
func unread(err error) error {
	if tooBig, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.Wrap(err, fault.Invalid, reasonBodyTooLarge, "body exceeds %d bytes", tooBig.Limit)
	}
	return fault.Wrap(err, fault.Invalid, "upload_interrupted", "body broke off")
}

// fingerprint hashes what was asked: the same command in other words of JSON
// has the same one.
func fingerprint(r *http.Request, body []byte) string {
	h := sha256.New()
	for _, part := range []string{r.Method, r.URL.Path, r.URL.Query().Encode(), r.Header.Get("X-Acting-For")} {
		_, _ = io.WriteString(h, part+"\n") // a hash never fails to write
	}
	_, _ = h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}
