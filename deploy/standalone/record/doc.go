// Package record records histories of timelines on a real Temporal server, for
// the replay test in workflows to hold later versions to:
//
//	go test -tags record -count=1 ./record
//
// It is not part of the usual tests, because the recorded files are what is
// tested. Record anew only together with a change of the workflow that old
// histories may not survive, and keep the old ones as long as such runs are open.
package record
