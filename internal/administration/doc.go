// Package administration decides how roles are given and taken (任免) by the
// three administrators of an installation: one proposes, another approves, and
// only then does it count.
//
//	propose ──▶ proposed ──approve──▶ approved: the role counts from that instant,
//	                │                 or from the day asked for if that is later
//	                ├──reject────▶ rejected
//	                ├──withdraw──▶ withdrawn
//	                └──time──────▶ expired: nobody has to do anything for that
//
// Nobody proposes or approves what is about himself, nobody approves what he
// proposed himself, and an administrator holds no other role. Who may is asked
// of package policy; the rest is Decide, which is pure: facts in, events out.
//
// The journal of the installation remembers the events. Books is its fold, by
// which a verification knows what the rows must be.
package administration
