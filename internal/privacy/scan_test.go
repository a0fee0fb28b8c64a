package privacy_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/privacy"
	"jiheng/internal/typeset"
)

// kinds gives what is found in a text, "kind masked".
func kinds(text string) []string {
	out := []string{}
	for _, f := range privacy.Scan(text) {
		out = append(out, string(f.Kind)+" "+f.Masked)
	}
	return out
}

// The numbers are made up: 11010519491231002X is the example that GB 11643
// itself gives, the others have the right check digits and belong to nobody
// known.
func TestScan_finds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"身份证号11010519491231002X。":            "id_card 110*************2X",
		"身份证：11010519491231002x":             "id_card 110*************2x",
		"（１１０１０５１９４９１２３１００２Ｘ）":               "id_card 110*************2X",
		"联系人手机13800138000":                   "mobile 138******00",
		"138 0013 8000":                      "mobile 138******00",
		"138-0013-8000，":                     "mobile 138******00",
		"+86 13800138000":                    "mobile 861********00",
		"１３８００１３８０００":                        "mobile 138******00",
		"电话0759-3180000":                     "landline 075******00",
		"电话：0759－3180000":                    "landline 075******00",
		"(010)62345678":                      "landline 010******78",
		"（0759）3180000":                      "landline 075******00",
		"020 83180000":                       "landline 020******00",
		"办公电话：3180000":                       "landline 318**00",
		"传真号: 83180000":                      "landline 831***00",
		"卡号6222021234567890128":              "bank_card 622**************28",
		"6222 0212 3456 7890 128":            "bank_card 622**************28",
		"4111 1111 1111 1111":                "bank_card 411***********11",
		"开户行某支行，账号：2015020509000012345":      "bank_card 201**************45",
		"银行账号 44001234567":                   "bank_card 440******67",
		"手机13800138000或0759-3180000":         "mobile 138******00 landline 075******00",
		"13800138000,13900139000":            "mobile 138******00 mobile 139******00",
		"电话：13800138000":                     "mobile 138******00",
		"经办人（13800138000）11010519491231002X": "mobile 138******00 id_card 110*************2X",
	} {
		require.Equal(t, want, strings.Join(kinds(text), " "), text)
	}
}

func TestScan_takes_no_alarm_at(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"预算13800138000元", "预算13800138000 元", "13,800,138,000", "13800138000.00", "支出 13800138000万元", "1952.82", "19528200.00",
		"湛财绩[2020]6号", "财预〔2020〕10号", "（2020）第13800138号", "2020-08-05至2020-08-28", "2020年8月5日—8月28日", "20200805", "0805-0812",
		"合同编号HT13800138000", "编号2020-0759-3180000", "项目代码440800-13800138000", "统一社会信用代码12440800MB2C12345X", "91440800MA4W12345Y",
		"110105194912310021", "110105194913310025", "990105194912310020", "11010519491231002", // wrong check digit, no such month, no such province, short
		"4111111111111112", "6222021234567890127", "5012345678901234", "1234567812345670", // no check digit, no issuer
		"0759-1180000", "0759-318000", "0999-318000", "00759-3180000", "010-6234567", "3180000", "共3180000件", "增长13800138000%",
		"电话接听率99.43", "电话量3180000", "热线12345", "110、119、120", "1:13800138000.5", "98.24%", "46.05+2.74=48.79",
		"sha256 13800138000a", "ID_13800138000", "v1.13800138000", "账户余额1234567.89元", "账号管理", "400-800-8820",
	} {
		require.Empty(t, kinds(text), text)
	}
}

func TestScan_never_shows_what_it_found(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`1[3-9]\d{9}`).Draw(t, "number")
		before := rapid.StringMatching(`[一-龥，。：]{0,5}`).Draw(t, "before")
		found := privacy.Scan(before + number + "。")
		require.Len(t, found, 1)
		require.NotContains(t, found[0].Masked, number[3:9])
	})
}

func TestScan_takes_any_text(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { privacy.Scan(rapid.String().Draw(t, "text")) })
}

// Codes that come one after the other are what a table is full of.
func TestScan_takes_hardly_any_alarm_at_codes_and_amounts(t *testing.T) {
	t.Parallel()
	alarms := 0
	for i := range 20000 {
		alarms += len(kinds(fmt.Sprintf("440800%012d", i*7919)))
		alarms += len(kinds(fmt.Sprintf("%d.%02d元", i*104729, i%100)))
		alarms += len(kinds(fmt.Sprintf("粤财绩〔2020〕%d号", i)))
	}
	require.Zero(t, alarms)
}

func file(t *testing.T, path string, content []byte) ([]evaluation.PersonalData, bool) {
	t.Helper()
	found, readable, err := privacy.File(path, bytes.NewReader(content))
	require.NoError(t, err)
	return found, readable
}

func TestFile_says_where_in_a_workbook(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	require.NoError(t, book.SetCellValue("Sheet1", "B7", "联系人13800138000"))
	require.NoError(t, book.SetCellValue("Sheet1", "C8", 13900139000))
	require.NoError(t, book.SetCellValue("Sheet1", "D9", 19528200.5))
	require.NoError(t, book.AddComment("Sheet1", excelize.Comment{Cell: "A1", Author: "x", Text: "电话：3180000"}))
	var buf bytes.Buffer
	require.NoError(t, book.Write(&buf))
	found, readable := file(t, "data.xlsx", buf.Bytes())
	require.True(t, readable)
	var told []string
	for _, f := range found {
		require.Equal(t, "data.xlsx", f.Path)
		told = append(told, f.Place+" "+string(f.Kind))
	}
	require.Equal(t, []string{"Sheet1!B7 mobile", "Sheet1!C8 mobile", "Sheet1!A1 landline"}, told)
}

func TestFile_says_where_in_a_document(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	require.NoError(t, typeset.Document{Title: "报告", Blocks: []typeset.Block{
		typeset.Paragraph{Text: "说明。"}, typeset.Paragraph{Text: "联系电话0759-3180000。"},
	}}.WriteDOCX(&buf))
	found, readable := file(t, "report.docx", buf.Bytes())
	require.True(t, readable)
	require.Len(t, found, 1)
	require.Equal(t, evaluation.PersonalLandline, found[0].Kind)
	require.Regexp(t, `^第\d+段$`, found[0].Place)
}

func TestFile_reads_text_in_the_encodings_of_the_house(t *testing.T) {
	t.Parallel()
	found, readable := file(t, "a/note.TXT", []byte("一\n二13800138000\n"))
	require.True(t, readable)
	require.Equal(t, []evaluation.PersonalData{{Path: "a/note.TXT", Place: "第2行", Kind: evaluation.PersonalMobile, Masked: "138******00"}}, found)
	gb := []byte{0xca, 0xd6, 0xbb, 0xfa} // 手机
	found, readable = file(t, "note.csv", append(gb, "13800138000"...))
	require.True(t, readable)
	require.Len(t, found, 1)
}

func TestFile_says_what_it_cannot_read(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"scan.pdf", "photo.jpg", "old.doc", "broken.xlsx", "broken.docx", "noend"} {
		found, readable := file(t, name, []byte("13800138000"))
		require.False(t, readable, name)
		require.Empty(t, found, name)
	}
	many := strings.Repeat("13800138000\n", 60)
	found, readable := file(t, "many.txt", []byte(many))
	require.Len(t, found, 50)
	require.False(t, readable, "there is more than can be told")
	_, _, err := privacy.File("a.txt", iotest.ErrReader(errors.New("gone")))
	require.ErrorContains(t, err, "gone")
}
