// Package policy decides who may (权限): Casbin for roles, and beside it what
// no role can express, separation of duties and personal assignment.
//
// A decision about a task asks, in this order:
//
//  1. May the actor know of it? A stranger is told that there is no such task.
//  2. Does a role allow it? model.conf and policy.csv, deny by default.
//  3. Is the actor kept from it by what they did before? (职责分离、回避)
//  4. Is it the actor's own? Only the assignee acts on a task.
//
// How the actor stands to the task is the core's to say and depends on what is
// asked: who was invited to it (a delegate, an added signer), who did it, who
// decides on more time, and for what the office does around a task, whether one
// belongs to the unit. A substitute has the roles of whom he stands in for, and
// the duties of both.
//
// Only then does the core judge what the state allows, so that somebody who
// comes too late hears who was first, and somebody who never might hears the
// rule. Decide is all of it in one call, as the store's transaction uses it.
//
// A Policy is made once by New and never changes. Roles come with each
// request, read in the transaction that will write the outcome: a grant that
// is taken away counts for nothing from that moment on.
package policy
