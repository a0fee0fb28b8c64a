package privacy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/privacy"
)

const prose = "本项目按计划完成，资金使用合规，资料齐全，验收合格。"

func pages(texts ...string) (told []string, readable bool) {
	found, readable := privacy.Pages("a.pdf", texts)
	for _, f := range found {
		told = append(told, f.Place+" "+string(f.Kind)+" "+f.Masked)
	}
	return told, readable
}

func TestPages_says_on_which_page(t *testing.T) {
	t.Parallel()
	told, readable := pages(prose, prose+"\n联系人13800138000", prose+"账号：2015020509000012345\n身份证号11010519491231002X")
	require.True(t, readable)
	require.Equal(t, []string{
		"第2页 mobile 138******00", "第3页 bank_card 201**************45", "第3页 id_card 110*************2X",
	}, told)
}

// A narrow column breaks a number; two numbers below each other are not one.
func TestPages_finds_numbers_that_are_broken(t *testing.T) {
	t.Parallel()
	told, _ := pages(prose + "\n身份证 1101051949\n  1231002X 完\n")
	require.Equal(t, []string{"第1页 id_card 110*************2X"}, told)
	told, _ = pages(prose + "\n6222021234\n567890128 卡\n")
	require.Equal(t, []string{"第1页 bank_card 622**************28"}, told)
	told, _ = pages(prose + "\n13800\n138000\n")
	require.Empty(t, told, "no check digit tells that they are one")
	told, _ = pages(prose + "\n11010519491231002X\n1\n2\n")
	require.Len(t, told, 1, "it is told once")
}

func TestPages_takes_a_page_without_text_for_a_picture(t *testing.T) {
	t.Parallel()
	for about, texts := range map[string][]string{
		"no page": {}, "a scan": {""}, "a scan behind text": {prose, " \n"}, "the number of a page": {prose, "- 2 -"},
	} {
		_, readable := pages(texts...)
		require.False(t, readable, about)
	}
	_, readable := pages(strings.Repeat(prose+"13800138000\n", 60))
	require.False(t, readable, "there is more than can be told")
}
