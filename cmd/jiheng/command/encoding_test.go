package command

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestInput_names_the_encoding(t *testing.T) {
	t.Parallel()
	const text = "{\"source_title\": \"某县自评表\",\n \"rows\": [{\"l3\": \"群众满意度\"}]}"
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	require.NoError(t, err)
	var little, big []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		little = binary.LittleEndian.AppendUint16(little, unit)
		big = binary.BigEndian.AppendUint16(big, unit)
	}
	for content, says := range map[string]string{
		gbk:                            "可能是 GBK",
		"\xff\xfe" + string(little):    "是 UTF-16 编码",
		"\xfe\xff" + string(big):       "是 UTF-16 编码",
		string(little):                 "是 UTF-16 编码",
		string(big):                    "是 UTF-16 编码",
		text[:30] + "\xff" + text[31:]: "不是 UTF-8 编码，其余内容是",
		"{\"甲乙\":\n \"丙\xff\"}":        "第2行第4个字符不是 UTF-8 编码",
		"{\"甲乙\":\n \"丙\xe4\xb8":       "在第2行第4个字符中间断了",
		text[:len(text)-3]:             "文件不完整，读到第2行第24个字符就完了",
		text + "\n" + text:             "后面还有内容，一份文件只能有一份表；从第3行第1个字符起",
		text[:15] + text[16:]:          "不是正确的 JSON；读到第1行第17个字符为止",
	} {
		_, code, said := runCheck(tableFile(t, content))
		require.Equal(t, exitFailed, code, says)
		require.Contains(t, said, says)
		require.NotContains(t, said, "\n")
	}
}
