package source

// ShapeEnglish does the same in English.
func ShapeEnglish(noun, one string) []Sentence {
	return []Sentence{
		{"source_too_large", "the file is larger than {max} kB, too much for a " + noun},
		{"source_not_utf8", "the file is not encoded in UTF-8"},
		{"source_empty", "the file is empty"},
		{"tab_found", "there is a tab here; indent with spaces"},
		{"yaml_syntax", "YAML syntax: check indentation, colons, quotes and brackets near this line ({detail})"},
		{"several_documents", "a file holds one " + one + "; another document begins here"},
		{"anchor_not_allowed", "anchors are not allowed: &{name}"},
		{"alias_not_allowed", "aliases are not allowed: *{name}"},
		{"tag_not_allowed", "explicit types are not allowed: {name}"},

		{"mapping_expected", "keys with values are expected here"},
		{"key_unknown", "unknown keyword {key}; known here: {known}"},
		{"key_twice", "keyword {key} is given twice, first in line {line}"},
		{"key_missing", "keyword {key} is missing"},
		{"key_reserved", "{key} is reserved for a later version and cannot be used yet"},
		{"list_expected", "a list is expected here"},
		{"list_empty", "the list is empty; leave the keyword out"},
		{"list_too_long", "the list has more than {max} entries"},
		{"text_expected", "text is expected here; quote numbers and true or false"},
		{"text_empty", "this must not be empty"},
		{"text_too_long", "the text is longer than {max} characters"},
		{"text_not_plain", "text is one line without spaces around it and without invisible characters"},
		{"integer_expected", "a whole number is expected here"},
		{"integer_out_of_range", "the number must be from {min} to {max}"},
		{"flag_expected", "this is either true or false"},
		{"value_unknown", "unknown value {value}; known: {known}"},
		{"value_twice", "{value} is given twice, first in line {line}"},
	}
}
