package scheme

import (
	"jiheng/internal/scoring"
	"jiheng/internal/source"
)

func must(name string) source.Keyword { return source.Keyword{Key: name, Required: true} }
func may(name string) source.Keyword  { return source.Keyword{Key: name} }

// The keywords of each place.

func schemeKeys() []source.Keyword {
	return []source.Keyword{
		must("name"), must("version"), must("title"), must("source"), may("from"), may("until"), may("full"), may("bands"),
		may("round"), may("choices"), may("questions"), may("natures"), must("indicators"), may("totals"), may("best"), may("gap_takes"),
	}
}

func roundKeys() []source.Keyword {
	return []source.Keyword{must("how"), must("digits"), must("place")}
}

func bandKeys() []source.Keyword { return []source.Keyword{must("grade"), must("from"), may("open")} }

func choiceKeys() []source.Keyword {
	return []source.Keyword{must("name"), must("title"), may("clause"), may("options"), may("assumed"), may("usual")}
}

func optionKeys() []source.Keyword {
	return []source.Keyword{must("value"), must("title"), may("sets")}
}

func natureKeys() []source.Keyword {
	return []source.Keyword{must("id"), must("title"), must("rules")}
}

func indicatorKeys() []source.Keyword {
	return []source.Keyword{
		must("id"), must("title"), may("full"), may("clause"), may("bonus"), may("open"), may("measure"), may("rules"), may("children"),
	}
}

func measureKeys() []source.Keyword { return []source.Keyword{must("above"), must("below")} }

func termKeys() []source.Keyword {
	return []source.Keyword{must("input"), must("title"), may("minus")}
}

func totalsKeys() []source.Keyword { return []source.Keyword{may("gates"), may("bonus_over_full")} }

func bestKeys() []source.Keyword {
	return []source.Keyword{must("percent"), must("rounding"), must("border")}
}

func tierKeys() []source.Keyword {
	return []source.Keyword{may("id"), may("title"), may("from"), may("from_open"), may("to"), may("to_open"), may("points")}
}

// ruleKeys are those of every rule with those of its kind. Which are required
// is for Lint to say, which knows them by kind.
func ruleKeys(kind scoring.RuleKind) []source.Keyword {
	keys := []source.Keyword{must("kind"), may("of"), may("title"), may("tiers")}
	for _, s := range kind.Settings() {
		if s.Name != "of" {
			keys = append(keys, may(s.Name))
		}
	}
	return keys
}
