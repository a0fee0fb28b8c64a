package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// begin starts an upload of a content for a task.
func (s *someone) begin(task api.Task, name string, content []byte, more ...map[string]any) api.Upload {
	s.b.t.Helper()
	return into[api.Upload](s.tryBegin(task, name, int64(len(content)), more...).ok(http.StatusCreated))
}

func (s *someone) tryBegin(task api.Task, name string, size int64, more ...map[string]any) answer {
	s.b.t.Helper()
	body := map[string]any{"kind": "score_sheet", "file_name": name, "size": size}
	for _, m := range more {
		maps.Copy(body, m)
	}
	return s.post(path(task, "uploads"), body)
}

// part sends a piece of a content.
func (s *someone) part(id string, content []byte, from, to int) answer {
	s.b.t.Helper()
	sum := sha256.Sum256(content[from:to])
	return s.send(http.MethodPatch, "/api/v1/uploads/"+id, content[from:to], contentType("application/octet-stream"),
		header("Upload-Offset", strconv.Itoa(from)), header("Upload-Checksum", hex.EncodeToString(sum[:])))
}

func (s *someone) finish(id string) answer {
	s.b.t.Helper()
	return s.send(http.MethodPost, "/api/v1/uploads/"+id+"/finish", nil)
}

// long is a valid PDF of more than one part.
func long() []byte {
	return paper("long " + strings.Repeat("整体支出绩效自评", 1000))
}

func TestAnUploadGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	content := long()
	sum := sha256.Sum256(content)
	u := clerk.begin(task, "评分表.pdf", content, map[string]any{"sha256": hex.EncodeToString(sum[:])})
	before := p.seq()
	again := map[string]any{"kind": "score_sheet", "file_name": "a.pdf", "size": 9}
	one := into[api.Upload](clerk.post(path(task, "uploads"), again, key("begun-twice")).ok(http.StatusCreated))
	require.Equal(t, one, into[api.Upload](clerk.post(path(task, "uploads"), again, key("begun-twice")).ok(http.StatusCreated)))
	again["size"] = 10
	require.Equal(t, "idempotency_key_reused", clerk.post(path(task, "uploads"), again, key("begun-twice")).problem(http.StatusUnprocessableEntity).Reason)
	clerk.send(http.MethodDelete, "/api/v1/uploads/"+one.ID, nil).ok(http.StatusNoContent)
	require.Equal(t, "upload_unfinished", clerk.finish(u.ID).problem(http.StatusConflict).Reason)
	require.Equal(t, int64(3000), into[api.Upload](clerk.part(u.ID, content, 0, 3000).ok(http.StatusOK)).Offset)

	list := into[api.Uploads](clerk.get(path(task, "uploads")).ok(http.StatusOK))
	require.Equal(t, u.ID, list.Uploads[0].ID)
	require.Equal(t, int64(3000), list.Uploads[0].Offset)
	head := clerk.send(http.MethodHead, "/api/v1/uploads/"+u.ID, nil).ok(http.StatusNoContent)
	require.Equal(t, "3000", head.header.Get("Upload-Offset"))
	require.Equal(t, strconv.Itoa(len(content)), head.header.Get("Upload-Length"))

	// Sent twice, out of order, with another content, damaged, beyond the end.
	require.Equal(t, int64(3000), into[api.Upload](clerk.part(u.ID, content, 0, 3000).ok(http.StatusOK)).Offset)
	ahead := clerk.part(u.ID, content, 5000, 6000).problem(http.StatusConflict)
	require.Equal(t, "upload_offset", ahead.Reason)
	require.Equal(t, "3000", ahead.Params["offset"])
	other := bytes.Repeat([]byte("x"), len(content)+10)
	require.Equal(t, "part_differs", clerk.part(u.ID, other, 0, 3000).problem(http.StatusConflict).Reason)
	require.Equal(t, "part_beyond_end", clerk.part(u.ID, other, 3000, len(other)).problem(http.StatusUnprocessableEntity).Reason)
	damaged := clerk.send(http.MethodPatch, "/api/v1/uploads/"+u.ID, content[3000:4000], contentType("application/octet-stream"),
		header("Upload-Offset", "3000"), header("Upload-Checksum", strings.Repeat("0", 64)))
	require.Equal(t, "part_damaged", damaged.problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "part_empty", clerk.part(u.ID, content, 3000, 3000).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "part_too_large", clerk.part(u.ID, make([]byte, 4<<20+1), 0, 4<<20+1).problem(http.StatusRequestEntityTooLarge).Reason)
	require.Equal(t, before, p.seq(), "until the file is whole nothing has happened")

	clerk.part(u.ID, content, 3000, len(content)).ok(http.StatusOK)
	first := into[api.Material](clerk.finish(u.ID).ok(http.StatusOK))
	require.Equal(t, hex.EncodeToString(sum[:]), first.SHA256)
	require.Equal(t, before+1, p.seq())
	second, third := clerk.finish(u.ID).ok(http.StatusOK).text(), clerk.finish(u.ID).ok(http.StatusOK).text()
	require.JSONEq(t, second, third)
	require.Equal(t, before+1, p.seq(), "however often it is asked")
	require.Equal(t, "upload_finished", clerk.part(u.ID, content, 0, 3000).problem(http.StatusConflict).Reason)
	require.Equal(t, content, clerk.get("/api/v1/materials/"+url.PathEscape(first.ID)+"/content").ok(http.StatusOK).body)
	require.Empty(t, into[api.Uploads](clerk.get(path(task, "uploads")).ok(http.StatusOK)).Uploads)
}

func TestTwoBrowsersAtOneUploadMakeOneFile(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	content := long()
	u := clerk.begin(task, "评分表.pdf", content)
	before := p.seq()
	var browsers sync.WaitGroup
	for range 4 {
		browsers.Go(func() {
			for at := 0; at < len(content); {
				a := clerk.part(u.ID, content, at, min(at+2500, len(content)))
				if a.status == http.StatusConflict {
					refused := into[api.Problem](a)
					if refused.Reason == "upload_finished" {
						break // by a browser that was faster
					}
					at, _ = strconv.Atoi(refused.Params["offset"])
					continue
				}
				at = int(into[api.Upload](a).Offset)
			}
			clerk.finish(u.ID)
		})
	}
	browsers.Wait()
	require.Equal(t, before+1, p.seq())
	m := into[api.Material](clerk.finish(u.ID).ok(http.StatusOK))
	require.Equal(t, content, clerk.get("/api/v1/materials/"+url.PathEscape(m.ID)+"/content").ok(http.StatusOK).body)
}

func TestWhatIsRefusedOfAnUpload(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	require.Equal(t, "file_type_not_allowed", clerk.tryBegin(task, "a.exe", 10).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "file_name_invalid", clerk.tryBegin(task, "a\u202Efdp.pdf", 10).problem(http.StatusUnprocessableEntity).Reason)
	empty := clerk.tryBegin(task, "a.pdf", 0).problem(http.StatusUnprocessableEntity)
	require.Equal(t, []string{"file_empty", "文件是空的", "请确认文件有内容后重新上传。"}, []string{empty.Reason, empty.Title, empty.Detail})
	require.Equal(t, "number_too_small", clerk.tryBegin(task, "a.pdf", -1).problem(http.StatusUnprocessableEntity).Errors[0].Reason)
	require.Equal(t, "upload_too_large", clerk.tryBegin(task, "a.pdf", 200<<20+1).problem(http.StatusRequestEntityTooLarge).Reason)
	require.Equal(t, "material_not_asked", clerk.tryBegin(task, "a.pdf", 10, map[string]any{"kind": "poem"}).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, http.StatusForbidden, p.as("coordination-head").tryBegin(task, "a.pdf", 10).status)
	require.Equal(t, "task_not_found", p.as("stranger").tryBegin(task, "a.pdf", 10).problem(http.StatusNotFound).Reason)

	// What is refused when it is whole is gone, and makes room.
	page := []byte("<html><script>alert(1)</script></html>")
	u := clerk.begin(task, "a.pdf", page)
	clerk.part(u.ID, page, 0, len(page)).ok(http.StatusOK)
	require.Equal(t, "file_type_mismatch", clerk.finish(u.ID).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "upload_not_found", clerk.finish(u.ID).problem(http.StatusNotFound).Reason)
	u = clerk.begin(task, "a.pdf", paper("1"), map[string]any{"sha256": strings.Repeat("0", 64)})
	clerk.part(u.ID, paper("1"), 0, len(paper("1"))).ok(http.StatusOK)
	require.Equal(t, "upload_damaged", clerk.finish(u.ID).problem(http.StatusUnprocessableEntity).Reason)

	u = clerk.begin(task, "a.pdf", paper("1"))
	clerk.send(http.MethodDelete, "/api/v1/uploads/"+u.ID, nil).ok(http.StatusNoContent)
	require.Equal(t, "upload_not_found", clerk.part(u.ID, paper("1"), 0, 10).problem(http.StatusNotFound).Reason)
}

func TestAnUploadIsNobodyElses(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	u := clerk.begin(task, "a.pdf", paper("1"))
	for _, who := range []string{"coordination-head", "director", "auditor", "stranger"} {
		other := p.as(who)
		for what, a := range map[string]answer{
			"get": other.get("/api/v1/uploads/" + u.ID), "part": other.part(u.ID, paper("1"), 0, 10), "finish": other.finish(u.ID),
			"drop": other.send(http.MethodDelete, "/api/v1/uploads/"+u.ID, nil),
		} {
			require.Equal(t, http.StatusNotFound, a.status, "%s %s", who, what)
			require.Equal(t, "upload_not_found", into[api.Problem](a).Reason)
		}
	}
	p.anybody().get("/api/v1/uploads/" + u.ID).problem(http.StatusUnauthorized)
	require.Equal(t, http.StatusOK, clerk.get("/api/v1/uploads/"+u.ID).status)
}

func TestWhatOnePersonHasUnderWayIsBounded(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	for range 5 {
		clerk.tryBegin(task, "a.pdf", 200<<20).ok(http.StatusCreated)
	}
	require.Equal(t, "uploads_too_large", clerk.tryBegin(task, "a.pdf", 200<<20).problem(http.StatusConflict).Reason)
	for range 45 {
		clerk.tryBegin(task, "a.pdf", 1).ok(http.StatusCreated)
	}
	require.Equal(t, "too_many_uploads", clerk.tryBegin(task, "a.pdf", 1).problem(http.StatusConflict).Reason)
}
