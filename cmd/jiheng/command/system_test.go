package command

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPageOf_is_the_page_that_a_notice_is_about(t *testing.T) {
	t.Parallel()
	require.Nil(t, pageOf(""))
	page := pageOf("https://jiheng.example.gov.cn/")
	require.Equal(t, "https://jiheng.example.gov.cn/tasks/ev-1:self_check:terminals:submit:1", page("ev-1", "ev-1:self_check:terminals:submit:1"))
	require.Equal(t, "https://jiheng.example.gov.cn/tasks/a%2Fb%3Fc", page("ev-1", "a/b?c"))
	require.Equal(t, "https://jiheng.example.gov.cn/evaluations/ev-1", page("ev-1", ""))
}
