package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/journal"
)

// The columns that hold JSON are read by others too, with SQL, and by later
// versions of this program: their form is a promise.
func TestColumnsOfJSONKeepTheirForm(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	var agenda, parameters, after string
	require.NoError(t, b.s.DB().Raw("SELECT agenda #- '{0,done_at}' FROM tasks").Scan(&agenda).Error)
	require.JSONEq(t, `[{"id": "overdue-1", "kind": "overdue", "at": "2020-08-05T16:00:00Z"}]`, agenda)
	require.NoError(t, b.s.DB().Raw("SELECT parameters FROM evaluations").Scan(&parameters).Error)
	require.JSONEq(t, `[{"name": "self_check_amount", "value": "1000000"}]`, parameters)
	require.NoError(t, b.s.DB().Raw("SELECT after_stages FROM stages WHERE id = 'filing'").Scan(&after).Error)
	require.JSONEq(t, `["roll_up"]`, after)

	b.must("office-head", claim(task))
	sub := b.form("formation", "draft_notice")
	sub.Fields[0].Value = "〔2020〕1号 <&>\n二"
	b.must("office-head", evaluation.Command{Action: evaluation.Complete, Task: task.ID, Submission: sub})
	var text string
	require.NoError(t, b.s.DB().Raw("SELECT submission FROM tasks WHERE id = ?", string(task.ID)).Scan(&text).Error)
	require.Contains(t, text, `{"fields":[{"name":"notice_number","value":"〔2020〕1号 <&>`, "as it was written, without escapes")
	require.Contains(t, text, `"members":[{"person":"director","role":"chair"},`)
	require.NotContains(t, text, "sheet", "what was not handed in is not there")
	require.Equal(t, sub, b.whole().Task(task.ID).Submission)
}

func TestASheetComesBackInTheFormThatWasHashed(t *testing.T) {
	t.Parallel()
	b := running(t).formed().finished()
	var sheet json.RawMessage
	e := b.whole()
	for _, task := range e.Tasks {
		if len(task.Submission.Sheet) > 0 {
			sheet = task.Submission.Sheet
		}
	}
	canonical, err := journal.Canonicalize(evaluationtest.Sheet())
	require.NoError(t, err)
	require.Equal(t, string(canonical), string(sheet))
	// The manifest's digest is of its very bytes.
	sum := sha256.Sum256([]byte(e.Dossier.Manifest))
	require.Equal(t, hex.EncodeToString(sum[:]), e.Dossier.Digest)
	require.Contains(t, e.Dossier.Manifest, `"documents":[]`)
}
