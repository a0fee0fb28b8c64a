// Package activities is everything a workflow does to the world. Each is a
// few lines: it lets the core decide inside the store's transaction, or
// carries a sealed document somewhere. All are idempotent: the core answers a
// move that was made already with no events.
package activities
