package api_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/dossier"
)

func TestTheJournalIsReadInPagesAndVerifies(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	auditor := p.as("auditor")
	base := "/api/v1/evaluations/" + p.id + "/journal"
	var all []api.JournalEntry
	after := int64(0)
	for {
		page := into[api.JournalPage](auditor.get(base + "?limit=3&after=" + strconv.FormatInt(after, 10)).ok(http.StatusOK))
		all = append(all, page.Entries...)
		if page.NextAfter == 0 {
			break
		}
		after = page.NextAfter
	}
	require.Equal(t, "启动自评", all[0].TypeTitle)
	require.Equal(t, "办公室主任", all[0].ActorName)
	for i, e := range all {
		require.EqualValues(t, i+1, e.Seq)
		if i > 0 {
			require.Equal(t, all[i-1].Hash, e.PrevHash)
		}
		require.NotEmpty(t, e.Data)
	}
	v := into[api.Verification](auditor.get(base + "/verification").ok(http.StatusOK))
	require.True(t, v.Verified)
	require.EqualValues(t, len(all), v.Entries)
	require.Equal(t, all[len(all)-1].Hash, v.Head)
	require.Empty(t, v.Findings)
}

func TestTheSealedDossierIsGivenOutAndVerifiesOffline(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	auditor := p.as("auditor")
	require.Equal(t, "dossier_not_sealed", auditor.get("/api/v1/evaluations/"+p.id+"/dossier").problem(http.StatusConflict).Reason)
	p.sealed()
	d := into[api.Dossier](auditor.get("/api/v1/evaluations/" + p.id + "/dossier").ok(http.StatusOK))
	require.Len(t, d.Files, 2)
	require.Equal(t, p.id, d.Manifest["evaluation_id"])
	got := auditor.get("/api/v1/evaluations/" + p.id + "/dossier/package").ok(http.StatusOK)
	require.Equal(t, `"`+d.PackageSHA256+`"`, got.header.Get("ETag"))
	report, err := dossier.Verify(bytes.NewReader(got.body), int64(len(got.body)))
	require.NoError(t, err)
	require.True(t, report.OK())
	require.Equal(t, d.Digest, report.Digest.SHA256)
	_, err = zip.NewReader(bytes.NewReader(got.body), int64(len(got.body)))
	require.NoError(t, err)
}

func TestNoticesAreListedAndRead(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	director := p.as("director")
	require.Empty(t, into[api.NoticePage](director.get("/api/v1/notices").ok(http.StatusOK)).Notices)
	p.completes("office-head", "formation", "draft_notice", map[string]any{"members": p.group()})
	page := into[api.NoticePage](director.get("/api/v1/notices").ok(http.StatusOK))
	require.NotEmpty(t, page.Notices)
	require.Equal(t, len(page.Notices), page.Unread)
	n := page.Notices[len(page.Notices)-1]
	require.Equal(t, "task_opened", n.Kind)
	require.Contains(t, n.Subject, "研究印发成立通知")
	require.NotContains(t, n.Text, "您好")
	require.NotContains(t, n.Text, "自动发送")
	director.post("/api/v1/notices/"+n.ID+"/read", nil).ok(http.StatusNoContent)
	require.Equal(t, page.Unread-1, into[api.NoticePage](director.get("/api/v1/notices").ok(http.StatusOK)).Unread)
	require.Equal(t, "notice_not_found", p.as("office-head").post("/api/v1/notices/"+n.ID+"/read", nil).problem(http.StatusNotFound).Reason)
}

func TestTheQuietJournalLeavesOutWhatChangesNothing(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.live("formation", "draft_notice")
	p.as("office-head").post(path(task, "claim"), nil, match(1)).ok(http.StatusOK)
	p.as("office-head").post(path(task, "read"), nil).ok(http.StatusOK)
	p.as("director").post(path(task, "urge"), map[string]string{"text": "请抓紧"}).ok(http.StatusOK)
	types := func(query string) map[string]int {
		out := map[string]int{}
		page := into[api.JournalPage](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?limit=100" + query).ok(http.StatusOK))
		for _, e := range page.Entries {
			out[e.Type]++
		}
		return out
	}
	all := types("")
	require.Equal(t, []int{1, 1}, []int{all["task_read"], all["task_urged"]})
	require.Equal(t, all, types("&quiet=false"))
	delete(all, "task_read")
	delete(all, "task_urged")
	require.Equal(t, all, types("&quiet=true"), "and nothing else")
	refused := p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?quiet=1").problem(http.StatusUnprocessableEntity)
	require.Equal(t, "field_type", refused.Errors[0].Reason, "neither true nor false")
}
