package audit

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Whoever may see titles and digests is told where something differs and not
// what stands there; what is a digest stays.
func TestFinding_maskedShowsNothingOfARow(t *testing.T) {
	t.Parallel()
	digest := strings.Repeat("ab", 32)
	f := RowDiffers.at(Rows, "ev-1", "persons director email", "director@example.gov.cn", digest).Masked()
	require.Equal(t, "（内容不予显示，共 23 字）", f.Expected)
	require.Equal(t, digest, f.Found)
	require.NotContains(t, f.Line(), "example")
	require.Equal(t, "persons director email", f.Where)
	gone := RowDiffers.at(Rows, "ev-1", "persons director", "", "姓名：某人").Masked()
	require.Empty(t, gone.Expected, "nothing was there")
	require.NotContains(t, gone.Found, "某人")
	require.NotContains(t, PastJournal.at(Installation, "", "journal 3 persons director", "甲", "乙").Masked().Line(), "甲")
	kept := NotEntitled.at(Authority, "ev-1", "journal 3", "casbin:task/complete/unit", "director auditor")
	require.Equal(t, kept, kept.Masked(), "who acted by what rule is what such a person looks for")
}

// Why something cannot be read is said in words; what a program said of it is
// for whoever maintains this one.
func TestUnreadable_isSaidInWords(t *testing.T) {
	t.Parallel()
	foreign := regexp.MustCompile(`[A-Za-z]`)
	for _, err := range []error{
		fault.New(fault.Internal, "definition_changed", "kept definition is not what was kept"),
		fault.New(fault.Internal, "definition_missing", "x"), fault.New(fault.Internal, "definition_unreadable", "x"),
		fault.New(fault.Internal, "blob_damaged", "x"), errors.New("open blob: unexpected"),
		&fs.PathError{Op: "open", Path: "/data/files", Err: syscall.EACCES}, &fs.PathError{Op: "read", Path: "/data/files", Err: syscall.EISDIR},
		&fs.PathError{Op: "open", Path: "/data/files", Err: syscall.ELOOP}, &fs.PathError{Op: "open", Path: "/data/files", Err: syscall.ENOENT},
		&fs.PathError{Op: "read", Path: "/data/files", Err: syscall.EIO},
	} {
		f := Unreadable.at(Files, "", "", "", unread(err)).because(err)
		require.NotRegexp(t, foreign, f.Line(), err.Error())
		require.NotEmpty(t, f.Found)
		require.Equal(t, err.Error(), f.Cause)
	}
}

// Every area says what was looked at and what came of it.
func TestResult_saysWhatCameOfEachArea(t *testing.T) {
	t.Parallel()
	r := newRun(Config{}, func(Finding) {})
	r.report(RowDiffers.at(Rows, "ev-1", "tasks 1", "", ""))
	r.report(KeySelfNoted.at(Checkpoints, "", "checkpoint 1", "", "").odd())
	r.sum()
	require.Len(t, r.result.Areas, len(Areas()))
	for _, a := range r.result.Areas {
		require.NotEmpty(t, a.Checked, a.Area)
		switch a.Area { //nolint:exhaustive // the rest is in order
		case Rows:
			require.Contains(t, a.Line(), "发现 1 处问题")
		case Checkpoints:
			require.Contains(t, a.Line(), "没有发现问题，提示 1 处")
		default:
			require.Regexp(t, "：没有发现问题$", a.Line())
		}
	}
	require.Equal(t, int64(1), r.result.Findings)
	require.Equal(t, journal.Broken, RowDiffers.at(Rows, "", "", "", "").Level)
}
