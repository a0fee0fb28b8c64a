package document_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

func TestCheckName_takes_the_names_people_give(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"自评数据表.xlsx", "2019年度整体绩效自评报告(定稿).pdf", "附件1 合同书.docx", "湛财绩〔2020〕6号.pdf",
		"a", "“三公”经费.xlsx", "𠮷野.txt", "report v1.0.final.docx", strings.Repeat("表", 65) + ".xls",
	} {
		require.NoError(t, document.CheckName(name), name)
	}
}

func TestCheckName_refuses_names_that_mislead(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                                 "empty",
		"a\xff.pdf":                        "encoding",
		strings.Repeat("表", 66) + "-1.pdf": "too_long",
		" a.pdf":                           "edge",
		"a.pdf ":                           "edge",
		"a.pdf\u3000":                      "edge",
		"a.pdf.":                           "edge",
		".":                                "edge",
		"..":                               "edge",
		".htaccess":                        "edge",
		"../a.pdf":                         "edge",
		"a/b.pdf":                          "character",
		`a\b.pdf`:                          "character",
		"a\x00.pdf":                        "character",
		"a\nb.pdf":                         "character",
		"a\x7f.pdf":                        "character",
		"a\u202efdp.exe":                   "character",
		"a\u2066b.pdf":                     "character",
		"a\u200bb.pdf":                     "character",
		"a\ufeffb.pdf":                     "character",
		"a\u2028b.pdf":                     "character",
		"a\ufffdb.pdf":                     "character",
		"报告?.pdf":                          "character",
		"c:a.pdf":                          "character",
		"CON":                              "reserved",
		"nul.pdf":                          "reserved",
		"Com1.txt":                         "reserved",
		"LPT9 .csv":                        "reserved",
	}
	for name, found := range tests {
		err := document.CheckName(name)
		requireReason(t, err, fault.Invalid, document.ReasonName)
		params := fault.As(err).Params
		require.Equal(t, found, params["found"], "%q", name)
		require.True(t, utf8.ValidString(params["name"]))
		require.NotContains(t, params["name"], "\u202e")
		require.LessOrEqual(t, len(params["name"]), 200)
	}
}

func TestCheckName_what_it_takes_stays_in_its_folder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[./\\a:报\x{202e} ]{0,12}`)).Draw(t, "name")
		if document.CheckName(name) != nil {
			return
		}
		require.False(t, strings.ContainsAny(name, "/\\\x00\n:"))
		require.NotContains(t, []string{"", ".", ".."}, name)
		require.Equal(t, name, strings.TrimSpace(name))
	})
}
