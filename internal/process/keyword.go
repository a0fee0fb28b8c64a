package process

import "jiheng/internal/source"

// Place is a kind of mapping in a definition (位置), which has keywords of its
// own.
type Place string

// The places, from the outside in.
const (
	PlaceProcess      Place = "process"
	PlaceRole         Place = "role"
	PlaceParameter    Place = "parameter"
	PlaceStage        Place = "stage"
	PlaceForEach      Place = "for_each"
	PlaceNotification Place = "notification"
	PlaceRepeat       Place = "repeat"
	PlaceExtension    Place = "extension"
	PlaceStep         Place = "step"
	PlaceQuorum       Place = "quorum"
	PlaceField        Place = "field"
	PlaceMaterial     Place = "material"
	PlaceExclusion    Place = "exclusion"
	PlaceCorrection   Place = "correction"
	PlaceDisclosure   Place = "disclosure"
	PlaceGroup        Place = "group"
	PlaceDocument     Place = "document"
)

// Places lists all places.
func Places() []Place {
	return []Place{
		PlaceProcess, PlaceRole, PlaceParameter, PlaceStage, PlaceForEach, PlaceNotification, PlaceRepeat,
		PlaceExtension, PlaceStep, PlaceQuorum, PlaceField, PlaceMaterial, PlaceExclusion, PlaceCorrection, PlaceDisclosure,
		PlaceGroup, PlaceDocument,
	}
}

// Keyword is a key that a mapping may have (关键字).
type Keyword struct {
	Place    Place
	Key      string
	Required bool
}

// Keywords lists all keywords, in the order in which they are best written.
func Keywords() []Keyword {
	return []Keyword{
		{PlaceProcess, "name", true},
		{PlaceProcess, "version", true},
		{PlaceProcess, "title", true},
		{PlaceProcess, "roles", true},
		{PlaceProcess, "parameters", false},
		{PlaceProcess, "scheme", false},
		{PlaceProcess, "group", false},
		{PlaceProcess, "stages", true},
		{PlaceProcess, "correction", false},
		{PlaceProcess, "disclosures", false},
		{PlaceProcess, "documents", false},

		{PlaceRole, "id", true},
		{PlaceRole, "title", true},
		{PlaceRole, "held_by", true},
		{PlaceRole, "minimum", false},
		{PlaceRole, "maximum", false},

		{PlaceParameter, "name", true},
		{PlaceParameter, "title", true},
		{PlaceParameter, "unit", true},
		{PlaceParameter, "default", true},

		{PlaceStage, "id", true},
		{PlaceStage, "title", true},
		{PlaceStage, "after", false},
		{PlaceStage, "opens", false},
		{PlaceStage, "early", false},
		{PlaceStage, "due", true},
		{PlaceStage, "due_again", false},
		{PlaceStage, "for_each", false},
		{PlaceStage, "reminders", false},
		{PlaceStage, "escalations", false},
		{PlaceStage, "extension", false},
		{PlaceStage, "on_overdue", false},
		{PlaceStage, "count_overdue", false},
		{PlaceStage, "steps", true},

		{PlaceForEach, "kind", true},
		{PlaceForEach, "where", false},

		{PlaceNotification, "offset", true},
		{PlaceNotification, "to", true},
		{PlaceNotification, "repeat", false},

		{PlaceRepeat, "every", true},
		{PlaceRepeat, "times", true},

		{PlaceExtension, "by", true},
		{PlaceExtension, "at_most", false},

		{PlaceStep, "id", true},
		{PlaceStep, "title", true},
		{PlaceStep, "by", false},
		{PlaceStep, "of_item", false},
		{PlaceStep, "quorum", false},
		{PlaceStep, "when_empty", false},
		{PlaceStep, "when_same", false},
		{PlaceStep, "superior", false},
		{PlaceStep, "replacement", false},
		{PlaceStep, "form", false},
		{PlaceStep, "materials", false},
		{PlaceStep, "appoints", false},
		{PlaceStep, "decides", false},
		{PlaceStep, "return_to", false},
		{PlaceStep, "excludes", false},
		{PlaceStep, "receives", false},
		{PlaceStep, "attests", false},
		{PlaceStep, "effect", false},

		{PlaceQuorum, "ratio", false},
		{PlaceQuorum, "vote", false},
		{PlaceQuorum, "more_than", false},
		{PlaceQuorum, "weights", false},

		{PlaceField, "name", true},
		{PlaceField, "title", true},
		{PlaceField, "kind", true},
		{PlaceField, "required", false},
		{PlaceField, "options", false},
		{PlaceField, "article", false},
		{PlaceField, "answered", false},
		{PlaceField, "columns", false},

		{PlaceMaterial, "id", true},
		{PlaceMaterial, "title", true},
		{PlaceMaterial, "required", false},
		{PlaceMaterial, "when", false},
		{PlaceMaterial, "template", false},
		{PlaceMaterial, "marks", false},
		{PlaceMaterial, "several", false},
		{PlaceMaterial, "publish", false},

		{PlaceExclusion, "doer_of", false},
		{PlaceExclusion, "department_of_item", false},

		{PlaceCorrection, "by", true},
		{PlaceCorrection, "approved_by", true},
		{PlaceCorrection, "reopens", true},

		{PlaceDisclosure, "id", true},
		{PlaceDisclosure, "title", true},
		{PlaceDisclosure, "from", true},
		{PlaceDisclosure, "within", true},
		{PlaceDisclosure, "done", false},
		{PlaceDisclosure, "basis", true},

		{PlaceGroup, "quorum", true},
		{PlaceGroup, "more_than", false},

		{PlaceDocument, "name", true},
		{PlaceDocument, "publish", true},
	}
}

// Reserved lists the keywords that are kept for later versions of the format.
// A definition that uses one is told so, instead of that it is unknown.
func Reserved() []Keyword {
	return []Keyword{
		{PlaceProcess, "starts_with", false},
		{PlaceProcess, "every", false},
		{PlaceProcess, "window", false},
		{PlaceProcess, "requires", false},
		{PlaceProcess, "checks", false},

		{PlaceRole, "in", false},

		{PlaceParameter, "kind", false},

		{PlaceStage, "when", false},
		{PlaceStage, "repeats", false},
		{PlaceStage, "on_late", false},
		{PlaceStage, "discloses", false},

		{PlaceForEach, "within", false},
		{PlaceForEach, "sample", false},
		{PlaceForEach, "coverage", false},

		{PlaceNotification, "channel", false},

		{PlaceStep, "when", false},
		{PlaceStep, "due", false},
		{PlaceStep, "assigned_by", false},
		{PlaceStep, "veto", false},
		{PlaceStep, "scores", false},
		{PlaceStep, "rates", false},
		{PlaceStep, "branches", false},
		{PlaceStep, "starts", false},

		{PlaceField, "from", false},
		{PlaceField, "check", false},

		{PlaceExclusion, "role", false},
		{PlaceExclusion, "organisation", false},
	}
}

// keysOf are the keywords of a place, with those that are reserved there.
func keysOf(p Place) []source.Keyword {
	var out []source.Keyword
	for _, k := range Keywords() {
		if k.Place == p {
			out = append(out, source.Keyword{Key: k.Key, Required: k.Required})
		}
	}
	for _, k := range Reserved() {
		if k.Place == p {
			out = append(out, source.Keyword{Key: k.Key, Reserved: true})
		}
	}
	if p == PlaceProcess { // it was reserved once
		out = append(out, source.Keyword{Key: "follow_ups", Refused: "follow_ups_begun_elsewhere"})
	}
	return out
}
