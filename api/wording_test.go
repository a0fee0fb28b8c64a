package api_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// nameless is a store that loses the database once a command is through.
type nameless struct {
	api.Store

	lost *atomic.Bool
}

func (n nameless) PersonNames(ctx context.Context, ids []evaluation.PersonID) ([]evaluation.PersonName, error) {
	if !n.lost.Load() {
		return n.Store.PersonNames(ctx, ids)
	}
	return nil, fault.New(fault.Unavailable, "database_unavailable", "gone")
}

func TestWhatWasDoneIsAnsweredEvenWithoutNames(t *testing.T) {
	t.Parallel()
	lost := new(atomic.Bool)
	p := started(t, open(t, func(c *api.Config) { c.Store = nameless{c.Store, lost} }))
	head := p.as("office-head")
	task := p.live("formation", "draft_notice")
	lost.Store(true)
	claimed := into[api.Task](head.post(path(task, "claim"), nil, match(1)).ok(http.StatusOK))
	require.Equal(t, api.TaskStateClaimed, claimed.State)
	require.Equal(t, "office-head", claimed.Assignee)
	require.Contains(t, p.log.String(), "answered without names")
}

func TestTroubleOfTheSystemDoesNotSayThatNothingHappened(t *testing.T) {
	t.Parallel()
	for _, f := range []*fault.Error{
		fault.New(fault.Unavailable, "database_unavailable", ""), fault.New(fault.Unavailable, "database_timeout", ""),
		fault.New(fault.Unavailable, "unheard_of", ""), fault.New(fault.Internal, "unheard_of", ""),
	} {
		_, detail := api.WordingOf(f, nil)
		require.Contains(t, detail, "结果未确认，请刷新后查看", f.Reason)
		require.NotContains(t, detail, "没有生效", f.Reason)
	}
}

func TestPeopleReadNoWordsOfPrograms(t *testing.T) {
	t.Parallel()
	for kind, word := range map[string]string{"string": "文字", "integer": "整数", "array": "列表", "object": "一组内容", "boolean": "是或者否"} {
		require.Equal(t, "类型不对，应为"+word+"。", api.FieldMessage(fault.Field{Reason: "field_type", Params: map[string]string{"limit": kind}}))
	}
	for _, reason := range []string{"idempotency_key_required", "idempotency_key_reused", "idempotency_key_too_long", "version_required", "version_unreadable"} {
		title, detail := api.WordingOf(fault.New(fault.Invalid, reason, ""), nil)
		require.Contains(t, detail, "页面已过期，请刷新", reason)
		for _, word := range []string{"幂等", "If-Match", "Idempotency"} {
			require.NotContains(t, title+detail, word, reason)
		}
	}
}

func TestWhatAnActionAsksForHasWords(t *testing.T) {
	t.Parallel()
	unknown := api.FieldMessage(fault.Field{Reason: "unheard_of"})
	for _, reason := range []string{
		"extension_not_later", "extension_too_long", "step_not_earlier", "step_unknown", "place_unknown", "priority_unknown", "people_required",
		"too_many_people", "person_same", "stage_not_settled", "reopen_over_group", "back_over_effect", "item_unknown", "group_change_empty", "not_a_member", "substitution_same", "substitution_dates", "reason_required",
		"attestation_required", "note_required", "basis_required", "acknowledged_required", "file_unknown", "file_twice", "file_undecided",
		"file_never_public", "nothing_public",
	} {
		said := api.FieldMessage(fault.Field{Reason: reason, Params: map[string]string{"limit": "5", "due": "2026-11-29", "stage": "x", "step": "x", "path": "x"}})
		require.NotEqual(t, unknown, said, reason)
		require.Regexp(t, `\p{Han}.*。$`, said, reason)
	}
	require.Equal(t, "最多延期至2026-12-04。", api.FieldMessage(fault.Field{Reason: "extension_too_long", Params: map[string]string{"limit": "2026-12-04"}}))
}

func TestThePortalWritesDatesAsOfficialsDo(t *testing.T) {
	t.Parallel()
	for civil, words := range map[string]string{"2020-08-05": "2020年8月5日", "2019-12-31": "2019年12月31日", "2019-13-31": "2019-13-31", "": ""} {
		require.Equal(t, words, api.DateWords(civil))
	}
}
