package demo

// teller words what one line can say of an entry beyond who and what. Entries
// name tasks by their ids; people know them by the titles they were opened with.
type teller struct {
	post   func(person string) string
	titles map[string]string
	page   string // where anybody can read what is published
}

func newTeller(script *Case) *teller {
	return &teller{post: script.Post, titles: map[string]string{}}
}

// detail words an entry. Entries come in the order of the journal.
func (t *teller) detail(e journalEntry) string {
	switch e.Type {
	case "evaluation_started":
		return e.text("title")
	case "task_opened":
		return t.opened(e)
	case "material_supplied":
		name, _ := e.inside("material")["file_name"].(string)
		return says(t.titles[e.Task], name)
	case "attempt_refused":
		return refusedAs(t.titles[e.Task], e.RuleText, e.Rule)
	case "publication_cleared":
		return says(t.titles[e.Task], counted(e.inside("clearing")))
	case "filing_received":
		return e.text("receipt_no")
	case "dossier_sealed":
		digest, _ := e.inside("dossier")["digest"].(string)
		return digestOf(digest)
	case "dossier_published":
		return publishedAt(digestOf(e.text("digest")), t.page)
	}
	if digest := e.text("digest"); digest != "" {
		return digestOf(digest)
	}
	for _, name := range []string{"reason", "opinion", "text"} {
		if words := e.text(name); words != "" {
			return says(t.titles[e.Task], words)
		}
	}
	return t.titles[e.Task]
}

// opened keeps the title of a task, and says whose it is where it is one
// person's from the beginning.
func (t *teller) opened(e journalEntry) string {
	task := e.inside("task")
	title, _ := task["title"].(string)
	t.titles[e.Task] = title
	if assignee, _ := task["assignee"].(string); assignee != "" {
		return handedTo(title, t.post(assignee))
	}
	return title
}
