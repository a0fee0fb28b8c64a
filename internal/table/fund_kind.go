package table

// fundKind is where the money of a row comes from.
type fundKind int

const (
	otherKind fundKind = iota
	// upperLevel is money from above the unit's own government, ownLevel that of
	// its own, and level that of a government that may be either.
	upperLevel
	ownLevel
	level
	publicMoney
	// ownMoney is what is no public money.
	ownMoney
	basicSpending
	projectSpending
)

func (s *sheet) allFunds(kinds []int) bool {
	own, carried, other := false, false, false
	for _, i := range kinds {
		name := fold(s.Budget[i].Name)
		own = own || ownFunds.MatchString(name)
		carried = carried || carryOver.MatchString(name)
		other = other || otherFunds.MatchString(name)
	}
	return own && other && (carried || len(kinds) == 2)
}

// exhausts tells that the rows of money leave nothing out: none is empty, none
// of another kind stands among them, and together they are the whole. An
// excerpt that is torn off later has all its rows of money.
func (s *sheet) exhausts(kinds []int, of func(Budget) string) bool {
	if !s.Complete && (!s.Cut || len(s.lines) == 0) || s.scanned || len(kinds) != len(s.Budget)-s.main-1 {
		return false
	}
	has, levels := map[fundKind]bool{}, map[string]bool{}
	for _, i := range kinds {
		name := fold(s.Budget[i].Name)
		kind := kindOf(name)
		if blank(of(s.Budget[i])) || kind == otherKind {
			return false
		}
		if has[kind] = true; kind <= level {
			levels[fundLevel(name)] = true
		}
	}
	return makeWhole(has, len(levels))
}

// makeWhole tells that kinds of money are all there can be: what is from above
// and the own, public money beside the unit's own, three levels,
// or the two kinds of spending.
func makeWhole(has map[fundKind]bool, levels int) bool {
	switch {
	case (levels > 0 || has[publicMoney]) && has[ownMoney], levels >= 3, has[ownLevel] && (has[upperLevel] || has[level]):
		return !has[basicSpending] && !has[projectSpending]
	}
	return has[basicSpending] && has[projectSpending] && levels == 0
}

// kindOf reads the name of a row of money.
func kindOf(name string) fundKind {
	switch at := fundLevel(name); {
	case upperFunds.MatchString(at):
		return upperLevel
	case localFunds.MatchString(at):
		return ownLevel
	case at != "":
		return level
	case otherFunds.MatchString(name), unitFunds.MatchString(name):
		return ownMoney
	case publicFunds.MatchString(name):
		return publicMoney
	case basicFunds.MatchString(name):
		return basicSpending
	case projectFunds.MatchString(name):
		return projectSpending
	}
	return otherKind
}

// fundLevel gives the level of government that a row of money is of.
func fundLevel(name string) string {
	if m := levelFunds.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return ""
}
