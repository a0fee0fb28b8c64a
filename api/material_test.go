package api_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
)

func TestAPaperIsSuppliedAndGivenOutByteForByte(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	name := `自评报告 "终稿" 2019.pdf`
	require.Equal(t, "file_name_invalid", clerk.upload(task, "self_evaluation_report", name, paper("1")).problem(http.StatusUnprocessableEntity).Reason)
	name = "自评报告 (终稿) 2019.pdf"
	first := into[api.Material](clerk.upload(task, "self_evaluation_report", name, paper("1")).ok(http.StatusOK))
	require.Equal(t, 1, first.Version)
	require.Equal(t, "application/pdf", first.MediaType)
	require.Equal(t, "综合协调科经办人", first.SuppliedByName)
	second := into[api.Material](clerk.upload(task, "self_evaluation_report", name, paper("2")).ok(http.StatusOK))
	require.Equal(t, 2, second.Version)

	detail := into[api.TaskDetail](clerk.get("/api/v1/tasks/" + url.PathEscape(task.ID)).ok(http.StatusOK))
	require.Len(t, detail.Materials, 2)
	require.True(t, detail.Checklist[0].Supplied)
	require.False(t, detail.Checklist[1].Supplied)

	content := "/api/v1/materials/" + url.PathEscape(first.ID) + "/content"
	got := clerk.get(content).ok(http.StatusOK)
	require.Equal(t, paper("1"), got.body)
	require.Equal(t, `"`+first.SHA256+`"`, got.header.Get("ETag"))
	require.Equal(t, "application/octet-stream", got.header.Get("Content-Type"))
	require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
	require.Contains(t, got.header.Get("Content-Disposition"), `attachment; filename="____ (__) 2019.pdf"; filename*=UTF-8''%E8%87%AA`)
	require.NotContains(t, got.header.Get("Content-Disposition"), "+")
	clerk.get(content, header("If-None-Match", `"`+first.SHA256+`"`)).ok(http.StatusNotModified)
	part := clerk.get(content, header("Range", "bytes=0-7")).ok(http.StatusPartialContent)
	require.Equal(t, "%PDF-1.4", part.text())
}

func TestPapersAreForThoseWhoMayReadThem(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	m := into[api.Material](p.as("coordination-clerk").upload(task, "score_sheet", "评分表.pdf", paper("1")).ok(http.StatusOK))
	content := "/api/v1/materials/" + url.PathEscape(m.ID) + "/content"
	p.as("finance-clerk").get(content).ok(http.StatusOK)
	require.Equal(t, "material_not_found", p.as("stranger").get(content).problem(http.StatusNotFound).Reason)
	require.Equal(t, "material_not_found", p.as("stranger").get("/api/v1/materials/none/content").problem(http.StatusNotFound).Reason)
	p.as("auditor").get(content).problem(http.StatusForbidden)
	detail := into[api.TaskDetail](p.as("auditor").get("/api/v1/tasks/" + url.PathEscape(task.ID)).ok(http.StatusOK))
	require.Empty(t, detail.Materials, "not even their names")
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	before := p.seq()
	for name, c := range map[string]struct {
		kind, file string
		content    []byte
		status     int
		reason     string
	}{
		"not what the name says": {"score_sheet", "a.pdf", []byte("<html><script>alert(1)</script></html>"), http.StatusUnprocessableEntity, "file_type_mismatch"},
		"a program":              {"score_sheet", "a.exe", []byte("MZ"), http.StatusUnprocessableEntity, "file_type_not_allowed"},
		"a page":                 {"score_sheet", "a.html", []byte("<p>x"), http.StatusUnprocessableEntity, "file_type_not_allowed"},
		"empty":                  {"score_sheet", "a.pdf", nil, http.StatusUnprocessableEntity, "file_empty"},
		"a path for a name":      {"score_sheet", "../a.pdf", paper("x"), http.StatusUnprocessableEntity, "file_name_invalid"},
		"a reversed name":        {"score_sheet", "a\u202Efdp.pdf", paper("x"), http.StatusUnprocessableEntity, "file_name_invalid"},
		"not asked for":          {"photograph", "a.pdf", paper("x"), http.StatusUnprocessableEntity, "material_not_asked"},
		"a broken workbook":      {"score_sheet", "a.xlsx", []byte("PK\x03\x04 broken"), http.StatusUnprocessableEntity, ""},
	} {
		t.Run(name, func(t *testing.T) {
			problem := clerk.upload(task, c.kind, c.file, c.content).problem(c.status)
			if c.reason != "" {
				require.Equal(t, c.reason, problem.Reason)
			}
		})
	}
	require.Equal(t, before, p.seq(), "what is refused for its form leaves no trace")
	require.Equal(t, "field_required", clerk.send(http.MethodPut, path(task, "materials/score_sheet"), paper("x"), contentType("application/octet-stream")).
		problem(http.StatusUnprocessableEntity).Errors[0].Reason)
	require.Equal(t, "content_type_unsupported", clerk.upload(task, "score_sheet", "a.pdf", paper("x"), contentType("application/pdf")).
		problem(http.StatusUnsupportedMediaType).Reason)
}

// seq is the number of the last journal entry.
func (p *play) seq() int64 {
	p.t.Helper()
	e, err := p.store.Whole(p.t.Context(), evaluation.ID(p.id))
	require.NoError(p.t, err)
	return e.Seq
}

func TestAFileThatIsTooLargeIsNotKept(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	a := clerk.upload(task, "score_sheet", "a.txt", bytes.Repeat([]byte("a"), 50<<20+1))
	require.Equal(t, "file_too_large", a.problem(http.StatusRequestEntityTooLarge).Reason)
}

func TestWhoMayNotSupplyIsToldBeforeTheFirstByte(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	head := p.as("coordination-head")
	before := p.seq()
	u, err := url.Parse(p.server.URL)
	require.NoError(t, err)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", u.Host)
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	// Only the head of the request is sent; an answer must come all the same.
	_, err = io.WriteString(conn, "PUT "+path(task, "materials/score_sheet")+"?file_name=a.pdf HTTP/1.1\r\nHost: "+u.Host+
		"\r\nCookie: "+head.cookie+"\r\nContent-Type: application/octet-stream\r\nIdempotency-Key: never-read-it\r\nContent-Length: 1000000\r\n\r\n")
	require.NoError(t, err)
	line := make([]byte, 24)
	_, err = io.ReadFull(conn, line)
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 403 Forbidden\r\n", string(line))
	require.Equal(t, before+1, p.seq(), "the attempt is in the journal")
}

func TestAnUploadThatBreaksOffChangesNothing(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	before := p.seq()
	reader, writer := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, p.server.URL+path(task, "materials/score_sheet")+"?file_name=a.pdf", reader)
	require.NoError(t, err)
	req.Header.Set("Cookie", clerk.cookie)
	req.Header.Set("Content-Type", "application/octet-stream")
	req.Header.Set("Idempotency-Key", "broken-off-once")
	failed := make(chan error, 1)
	go func() {
		res, err := clerk.client.Do(req)
		if err == nil {
			_ = res.Body.Close()
		}
		failed <- err
	}()
	_, err = io.WriteString(writer, "%PDF-1.4 and then")
	require.NoError(t, err)
	require.NoError(t, writer.CloseWithError(io.ErrUnexpectedEOF))
	require.Error(t, <-failed)
	// The same key is free for the whole file.
	into[api.Material](clerk.upload(task, "score_sheet", "a.pdf", paper("1"), key("broken-off-once")).ok(http.StatusOK))
	require.Equal(t, before+1, p.seq())
}

func TestARepeatedUploadGivesTheFirstAnswer(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	first := clerk.upload(task, "score_sheet", "a.pdf", paper("1"), key("upload-it-once")).ok(http.StatusOK)
	again := clerk.upload(task, "score_sheet", "a.pdf", paper("1"), key("upload-it-once")).ok(http.StatusOK)
	require.JSONEq(t, first.text(), again.text())
	other := clerk.upload(task, "score_sheet", "a.pdf", paper("2"), key("upload-it-once")).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "idempotency_key_reused", other.Reason)
	renamed := clerk.upload(task, "score_sheet", "b.pdf", paper("1"), key("upload-it-once")).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "idempotency_key_reused", renamed.Reason)
	// Long after, when the task is done, the first answer still stands.
	p.supplies("coordination-clerk", task, "self_evaluation_report")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "正常"))
	late := clerk.upload(task, "score_sheet", "a.pdf", paper("1"), key("upload-it-once")).ok(http.StatusOK)
	require.JSONEq(t, first.text(), late.text())
	require.Equal(t, "task_already_settled", clerk.upload(task, "score_sheet", "a.pdf", paper("3")).problem(http.StatusConflict).Reason)
}

func TestMissingPapersAreNamed(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "score_sheet")
	body := map[string]any{"submission": fields("conclusion", "正常")}
	problem := p.as("coordination-clerk").post(path(task, "complete"), body, match(task.Version)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "materials_missing", problem.Reason)
	require.Equal(t, "self_evaluation_report", problem.Errors[0].Field)
	require.True(t, strings.HasPrefix(problem.Errors[0].Message, "缺少材料"))
}
