package document_test

import (
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

func FuzzSniff(f *testing.F) {
	f.Add("a.docx", docx(f))
	f.Add("a.xlsx", xlsx(f))
	f.Add("a.doc", ole("WordDocument"))
	f.Add("a.png", picture(f, png.Encode))
	f.Add("a.txt", []byte("整体支出"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		kind, err := sniff(name, content)
		if err != nil {
			require.Equal(t, fault.Invalid, fault.CodeOf(err), "%v", err)
			require.Contains(t, document.Reasons(), fault.ReasonOf(err))
			return
		}
		require.Contains(t, document.Extensions(), kind.Extension)
		require.NotEmpty(t, kind.MediaType)
	})
}
