// Package relay tells Temporal what the journal remembers.
//
// A person's command is finished when its transaction commits; the timeline
// hears of it through here. For every evaluation whose journal is ahead of
// what its workflow was told, the relay sends one signal, "look again", however
// many entries there are. Starting is done the same way, under a workflow id
// made from the evaluation, so starting twice is starting once. With Temporal
// away the relay waits; nothing is lost, since what is untold stays untold.
//
// Two guards stand behind it: the sweeper calls timelines whose agenda is late,
// and the reconciler compares running evaluations with running workflows.
package relay
