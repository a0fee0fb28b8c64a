// Package preview makes PDF of Office files to look at (预览).
//
// A converter is a program of somebody else that reads files of strangers, so
// it is taken to be hostile: it runs in a process of its own that sees its own
// folder and the system's programs and nothing else, without network and
// without environment, within limits of time, memory, processes and disk, and
// is killed with everything it has started. Where the kernel does not allow all
// of that, Isolation says so. What it leaves behind is held against the same
// rules as a PDF that somebody hands in.
//
// It needs Linux.
package preview
